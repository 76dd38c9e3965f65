"""The operations that end a module's data in a Pemda, and that make and drop sandboxes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from provisioning.erasures import steps as erasure
from provisioning.registry import OPERATIONS, Operation, Step
from provisioning.sandboxes import dropping, making

PURGE_MODULE = Operation(
    "purge_module",
    _("Menghapus data modul"),
    in_transaction=(
        Step("check", _("Memeriksa persetujuan dua orang"), erasure.check),
        Step("export", _("Mengekspor semua data ke arsip"), erasure.export, is_long=True),
        Step("verify", _("Mencocokkan arsip dengan tabel"), erasure.verify),
        Step("drop", _("Menghapus tabel modul"), erasure.drop),
        Step("forget", _("Mencabut peran dan pengaturan modul"), erasure.forget),
    ),
    after=(
        Step("files", _("Menghapus berkas modul"), erasure.delete_files),
        Step("certify", _("Menandatangani sertifikat penghapusan"), erasure.certify),
        Step("announce", _("Memberi tahu Admin TI"), erasure.announce),
    ),
)
MAKE_SANDBOX = Operation(
    "make_sandbox",
    _("Menyiapkan uji coba"),
    in_transaction=(
        Step("check", _("Memeriksa Pemda asal"), making.check),
        Step("register", _("Mendaftarkan uji coba dan alamatnya"), making.register),
        Step("login", _("Membuat akun basis data"), making.make_login),
        Step("schema", _("Membuat ruang data terpisah"), making.make_schema),
        Step("tables", _("Membuat tabel"), making.make_tables),
        Step("data", _("Menyalin data dengan orang rekaan"), making.copy_data, is_long=True),
        Step("rights", _("Memberi hak akses"), making.give_rights),
        Step("admin", _("Membuat akun Admin TI"), making.make_admin),
        Step("open", _("Membuka uji coba"), making.open_doors),
    ),
    after=(
        Step("pictures", _("Menaruh gambar pengganti"), making.put_pictures),
        Step("invite", _("Mengundang Admin TI lewat surel"), making.invite_admin),
    ),
)
DROP_SANDBOX = Operation(
    "drop_sandbox",
    _("Menghapus uji coba"),
    in_transaction=(
        Step("check", _("Memeriksa bahwa ini uji coba"), dropping.check),
        Step("schema", _("Menghapus ruang data dan akunnya"), dropping.drop_schema),
        Step("register", _("Menghapus pendaftaran dan alamat"), dropping.unregister),
    ),
    after=(Step("files", _("Menghapus berkas"), dropping.delete_files),),
)
OPERATIONS.update({operation.name: operation for operation in (PURGE_MODULE, MAKE_SANDBOX, DROP_SANDBOX)})
