"""The operations and their named steps. A step says what it did in a few words; it may be run again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from provisioning import steps_index as index
from provisioning import steps_module as module
from provisioning import steps_pemda as pemda
from provisioning import steps_repair as repair
from provisioning import steps_undo as undo
from provisioning.registry import OPERATIONS, Operation, Step

UNDO_WINDOW = timedelta(days=3)

CREATE_PEMDA = Operation(
    "create_pemda",
    _("Menyiapkan Pemda"),
    in_transaction=(
        Step("check", _("Memeriksa wilayah dan subdomain"), pemda.check),
        Step("register", _("Mendaftarkan Pemda dan domainnya"), pemda.register),
        Step("login", _("Membuat akun basis data milik Pemda"), pemda.make_login),
        Step("schema", _("Membuat ruang data terpisah"), pemda.make_schema),
        Step("tables", _("Membuat tabel dan data awal"), pemda.make_tables, is_long=True),
        Step("rights", _("Memberi hak akses"), pemda.give_rights),
        Step("modules", _("Menyalakan modul pilihan"), pemda.activate_modules),
        Step("admin", _("Membuat akun Admin TI"), pemda.make_admin),
        Step("open", _("Membuka Pemda"), pemda.open_doors),
        Step("invite", _("Mengundang Admin TI lewat surel"), pemda.invite_admin),
    ),
    after=(Step("demonstration", _("Mengisi data peragaan"), pemda.demonstrate, is_due=module.is_demonstration_asked),),
)
ENABLE_MODULE = Operation(
    "enable_module",
    _("Mengaktifkan modul"),
    in_transaction=(
        Step("check", _("Memeriksa syarat modul"), module.check_enable),
        Step("tables", _("Membuat tabel dan data awal"), module.make_tables),
        Step("rights", _("Memberi hak akses"), module.give_rights),
        Step("activate", _("Menyalakan modul"), module.activate),
        Step("announce", _("Memberi tahu Admin TI"), module.announce_enabled),
    ),
    after=(
        Step("indexes", _("Membangun indeks tabel besar"), index.build_indexes, is_due=index.are_late),
        Step("demonstration", _("Mengisi data peragaan"), module.demonstrate, is_due=module.is_demonstration_asked),
    ),
    undo_window=UNDO_WINDOW,
)
PARK_MODULE = Operation(
    "park_module",
    _("Menonaktifkan modul"),
    in_transaction=(
        Step("check", _("Memeriksa modul yang bergantung"), module.check_park),
        Step("park", _("Mematikan modul"), module.park),
        Step("rights", _("Menyimpan data sebagai hanya-baca"), module.lock_data),
        Step("announce", _("Memberi tahu Admin TI"), module.announce_parked),
    ),
    undo_window=UNDO_WINDOW,
)
UPGRADE_MODULE = Operation(
    "upgrade_module",
    _("Memutakhirkan modul"),
    in_transaction=(
        Step("check", _("Memeriksa rilis"), module.check_upgrade),
        Step("tables", _("Mengubah tabel dan data awal"), module.upgrade_tables, is_long=True),
        Step("activate", _("Mencatat rilis"), module.note_upgrade),
    ),
    after=(
        Step("indexes", _("Membangun indeks tabel besar"), index.build_indexes, is_due=index.are_late),
        Step("announce", _("Memberi tahu Admin TI"), module.announce_upgraded),
    ),
    undo_window=UNDO_WINDOW,
)
UPGRADE_CORE = Operation(
    "upgrade_core",
    _("Memutakhirkan tabel inti"),
    in_transaction=(
        Step("check", _("Memeriksa rilis"), pemda.check_upgrade),
        Step("tables", _("Mengubah tabel dan data awal"), pemda.upgrade_tables, is_long=True),
        Step("activate", _("Mencatat rilis"), pemda.note_upgrade),
    ),
    after=(Step("indexes", _("Membangun indeks tabel besar"), index.build_indexes, is_due=index.are_late),),
)
REPAIR_MODULE = Operation(
    "repair_module",
    _("Memperbaiki selisih"),
    in_transaction=(
        Step("check", _("Memeriksa selisih"), repair.check),
        Step("mend", _("Memperbaiki tabel dan hak akses"), repair.mend),
    ),
    after=(Step("look", _("Memeriksa lagi"), repair.look_again),),
)
UNDO_RUN = Operation(
    "undo_run",
    _("Mengurungkan"),
    in_transaction=(
        Step("check", _("Memeriksa apa yang dapat diurungkan"), undo.check),
        Step("restore", _("Mengembalikan keadaan semula"), undo.restore, is_long=True),
        Step("announce", _("Memberi tahu Admin TI"), undo.announce_undone),
    ),
)
OPERATIONS.update(
    {
        operation.name: operation
        for operation in (
            CREATE_PEMDA,
            ENABLE_MODULE,
            PARK_MODULE,
            UPGRADE_MODULE,
            UPGRADE_CORE,
            REPAIR_MODULE,
            UNDO_RUN,
        )
    }
)
