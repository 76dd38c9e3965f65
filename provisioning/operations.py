"""The operations and their named steps. A step says what it did in a few words; it may be run again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from provisioning import steps_module as module
from provisioning import steps_pemda as pemda
from provisioning.registry import OPERATIONS, Operation, Step

CREATE_PEMDA = Operation(
    "create_pemda",
    _("Menyiapkan Pemda"),
    in_transaction=(
        Step("check", _("Memeriksa wilayah dan subdomain"), pemda.check),
        Step("register", _("Mendaftarkan Pemda dan domainnya"), pemda.register),
        Step("login", _("Membuat akun basis data milik Pemda"), pemda.make_login),
        Step("schema", _("Membuat ruang data terpisah"), pemda.make_schema),
        Step("tables", _("Membuat tabel"), pemda.make_tables),
        Step("rights", _("Memberi hak akses"), pemda.give_rights),
        Step("units", _("Mengisi daftar OPD"), pemda.fill_units),
        Step("admin", _("Membuat akun Admin TI"), pemda.make_admin),
        Step("open", _("Membuka Pemda"), pemda.open_doors),
    ),
    after=(
        Step("invite", _("Mengundang Admin TI lewat surel"), pemda.invite_admin),
        Step("modules", _("Meminta modul pilihan"), pemda.request_modules),
    ),
)
ENABLE_MODULE = Operation(
    "enable_module",
    _("Mengaktifkan modul"),
    in_transaction=(
        Step("check", _("Memeriksa syarat modul"), module.check_enable),
        Step("tables", _("Membuat tabel modul"), module.make_tables),
        Step("rights", _("Memberi hak akses"), module.give_rights),
        Step("seed", _("Mengisi data awal"), module.seed),
        Step("activate", _("Menyalakan modul"), module.activate),
    ),
    after=(
        Step("demonstration", _("Mengisi data peragaan"), module.demonstrate),
        Step("announce", _("Memberi tahu Admin TI"), module.announce_enabled),
    ),
)
DISABLE_MODULE = Operation(
    "disable_module",
    _("Menonaktifkan modul"),
    in_transaction=(
        Step("check", _("Memeriksa modul yang bergantung"), module.check_disable),
        Step("deactivate", _("Mematikan modul"), module.deactivate),
        Step("rights", _("Menyimpan data sebagai hanya-baca"), module.give_rights),
    ),
    after=(Step("announce", _("Memberi tahu Admin TI"), module.announce_disabled),),
)
UPGRADE_PEMDA = Operation(
    "upgrade_pemda",
    _("Memutakhirkan tabel"),
    in_transaction=(
        Step("tables", _("Memutakhirkan tabel"), pemda.upgrade_tables),
        Step("rights", _("Memberi hak akses"), pemda.give_rights),
        Step("versions", _("Mencatat versi modul"), module.note_versions),
    ),
)
OPERATIONS.update(
    {operation.name: operation for operation in (CREATE_PEMDA, ENABLE_MODULE, DISABLE_MODULE, UPGRADE_PEMDA)}
)
