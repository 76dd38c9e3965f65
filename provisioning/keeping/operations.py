"""The operations that back a Pemda up, prove a backup, and restore it in place or beside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from provisioning.keeping import steps_backup as backup
from provisioning.keeping import steps_beside as beside
from provisioning.keeping import steps_restore as restore
from provisioning.registry import OPERATIONS, Operation, Step
from provisioning.sandboxes import making

BACKUP_PEMDA = Operation(
    "backup_pemda",
    _("Mencadangkan data"),
    in_transaction=(Step("check", _("Memeriksa server dan programnya"), backup.check),),
    after=(
        Step("write", _("Menulis arsip"), backup.write, is_long=True),
        Step("read", _("Membaca arsip kembali"), backup.read_back, is_long=True),
        Step("prune", _("Menghapus cadangan lama"), backup.prune),
    ),
)
TEST_BACKUP = Operation(
    "test_backup",
    _("Menguji pemulihan"),
    in_transaction=(Step("check", _("Memeriksa arsip"), backup.check_test, is_long=True),),
    after=(Step("rehearse", _("Memulihkan ke ruang sementara dan membandingkan"), backup.rehearse, is_long=True),),
)
RESTORE_PEMDA = Operation(
    "restore_pemda",
    _("Memulihkan dari cadangan"),
    in_transaction=(Step("check", _("Memeriksa arsip"), restore.check, is_long=True),),
    after=(
        Step("unpack", _("Menyiapkan berkas"), restore.unpack),
        Step("close", _("Menampilkan halaman pemeliharaan"), restore.close),
        Step("keep", _("Mencadangkan data sekarang"), restore.keep, is_long=True),
        Step("rebuild", _("Memulihkan data dan membandingkan"), restore.rebuild, is_long=True),
        Step("files", _("Menempatkan berkas"), restore.place_files),
        Step("erase", _("Mengulang penghapusan atas permintaan warga"), restore.erase_since),
        Step("open", _("Membuka Pemda"), restore.open_again),
        Step("clear", _("Menghapus data lama"), restore.clear),
        Step("upgrade", _("Meminta pemutakhiran"), restore.upgrade),
        Step("announce", _("Memberi tahu Admin TI"), restore.announce),
    ),
)
RESTORE_BESIDE = Operation(
    "restore_beside",
    _("Memulihkan sebagai salinan"),
    in_transaction=(
        Step("check", _("Memeriksa arsip"), beside.check, is_long=True),
        Step("register", _("Mendaftarkan salinan dan alamatnya"), beside.register),
        Step("data", _("Memulihkan data dan membandingkan"), beside.restore, is_long=True),
        Step("admin", _("Membuat akun Admin TI"), making.make_admin),
    ),
    after=(
        Step("files", _("Menempatkan berkas"), beside.put_files),
        Step("erase", _("Mengulang penghapusan atas permintaan warga"), beside.erase_since),
        Step("open", _("Membuka salinan"), making.open_doors),
        Step("invite", _("Mengundang Admin TI lewat surel"), making.invite_admin),
    ),
)
OPERATIONS.update(
    {operation.name: operation for operation in (BACKUP_PEMDA, TEST_BACKUP, RESTORE_PEMDA, RESTORE_BESIDE)}
)
