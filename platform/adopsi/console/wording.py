"""Acts of the audit trail in words.

Acts are named `<room>.<thing>_<participle>`; those of Adopsi have a sentence of their own, those of modules are put
together from their words, so that a new module needs nothing here.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalog.errors import UnknownModule
from catalog.registry import get_manifest

ACTS = {
    "account.changed": gettext_lazy("Data orang diubah"),
    "account.closed": gettext_lazy("Akun ditutup"),
    "account.closed_by_owner": gettext_lazy("Akun dihapus pemiliknya"),
    "account.data_exported": gettext_lazy("Data pribadi diunduh pemiliknya"),
    "account.invited": gettext_lazy("Orang diundang"),
    "account.invited_again": gettext_lazy("Undangan dikirim lagi"),
    "account.kind_changed": gettext_lazy("Jenis akun diubah"),
    "account.opened": gettext_lazy("Akun dibuka kembali"),
    "account.profile_changed": gettext_lazy("Profil diubah pemiliknya"),
    "account.signed_in": gettext_lazy("Masuk ke akun"),
    "account.signed_out_elsewhere": gettext_lazy("Keluar dari perangkat lain"),
    "activity.exported": gettext_lazy("Aktivitas diekspor"),
    "brand.changed": gettext_lazy("Merek diubah"),
    "domain.added": gettext_lazy("Domain ditambahkan"),
    "domain.made_primary": gettext_lazy("Domain utama diganti"),
    "domain.removed": gettext_lazy("Domain dihapus"),
    "domain.verified": gettext_lazy("Domain terbukti"),
    "erasure.approved": gettext_lazy("Penghapusan data disetujui"),
    "erasure.asked": gettext_lazy("Penghapusan data diminta"),
    "erasure.downloaded": gettext_lazy("Berkas penghapusan diunduh"),
    "erasure.refused": gettext_lazy("Penghapusan data ditolak"),
    "module.data_erased": gettext_lazy("Data modul dihapus"),
    "module.disable_requested": gettext_lazy("Penonaktifan modul diminta"),
    "module.disabled": gettext_lazy("Modul dinonaktifkan"),
    "module.enable_requested": gettext_lazy("Pengaktifan modul diminta"),
    "module.enabled": gettext_lazy("Modul diaktifkan"),
    "module.settings_changed": gettext_lazy("Pengaturan modul diubah"),
    "module.settings_undone": gettext_lazy("Pengaturan modul diurungkan"),
    "module.undone": gettext_lazy("Perubahan modul diurungkan"),
    "module.upgrade_requested": gettext_lazy("Pemutakhiran modul diminta"),
    "module.upgraded": gettext_lazy("Modul dimutakhirkan"),
    "opd.added": gettext_lazy("OPD ditambahkan"),
    "opd.changed": gettext_lazy("OPD diubah"),
    "pemda.created": gettext_lazy("Pemda disiapkan"),
    "people.exported": gettext_lazy("Daftar orang diekspor"),
    "release.paused": gettext_lazy("Rilis baru dijeda"),
    "release.pinned": gettext_lazy("Rilis modul disematkan"),
    "release.resumed": gettext_lazy("Jeda rilis diakhiri"),
    "release.ring_chosen": gettext_lazy("Cincin rilis dipilih"),
    "release.unpinned": gettext_lazy("Sematan rilis dilepas"),
    "role.granted": gettext_lazy("Peran diberikan"),
    "role.revoked": gettext_lazy("Peran dicabut"),
    "run.cancelled": gettext_lazy("Proses dibatalkan"),
    "run.retried": gettext_lazy("Proses dicoba lagi"),
    "run.undo_requested": gettext_lazy("Pengurungan diminta"),
    "sandbox.created": gettext_lazy("Uji coba dibuat"),
    "sandbox.drop_requested": gettext_lazy("Penghapusan uji coba diminta"),
    "sandbox.requested": gettext_lazy("Uji coba diminta"),
    "token.issued": gettext_lazy("Token API dibuat"),
    "token.revoked": gettext_lazy("Token API dicabut"),
}
# The words of which modules put their acts together; English needs none.
INDONESIAN = {
    "account": "akun", "actor": "pelaku", "note": "catatan", "reason": "alasan", "address": "alamat", "article": "artikel", "at": "waktu", "attachment": "foto atau lampiran",
    "author": "penulis", "birth": "lahir", "booking": "pemesanan", "comment": "komentar", "date": "tanggal",
    "description": "uraian", "email": "surel", "latitude": "lintang", "longitude": "bujur", "name": "nama",
    "phone": "nomor ponsel", "rating": "nilai", "reporter": "pelapor", "text": "isi tulisan", "title": "judul",
    "visitor": "pengunjung", "category": "kategori", "data": "data",
    "destination": "destinasi", "document": "dokumen", "event": "acara", "message": "pesan", "news": "berita",
    "notice": "pengumuman", "person": "orang", "photo": "foto", "report": "laporan", "review": "ulasan",
    "ticket": "tiket", "added": "ditambahkan", "answered": "ditanggapi", "approved": "disetujui",
    "archived": "diarsipkan", "assigned": "didisposisikan", "cancelled": "dibatalkan", "changed": "diubah",
    "closed": "diselesaikan", "created": "dibuat", "deleted": "dihapus", "erased": "dihapus", "exported": "diekspor",
    "filed": "dikirim", "issued": "diterbitkan", "moved": "dipindahkan", "opened": "dibuka", "paid": "dibayar",
    "published": "diterbitkan", "put": "dipasang", "rated": "dinilai", "refused": "ditolak", "rejected": "ditolak",
    "removed": "dihapus", "reopened": "dibuka kembali", "returned": "dikembalikan", "sent": "dikirim",
    "signed": "ditandatangani", "taken": "diambil", "unpublished": "ditarik", "up": "", "verified": "diverifikasi",
    "withdrawn": "ditarik", "written": "ditulis",
}  # fmt: skip
FIELDS = {
    "brand_logo": gettext_lazy("Logo"),
    "brand_primary": gettext_lazy("Warna utama"),
    "brand_secondary": gettext_lazy("Warna kedua"),
    "contact_address": gettext_lazy("Alamat kantor"),
    "contact_email": gettext_lazy("Surel layanan"),
    "contact_phone": gettext_lazy("Telepon layanan"),
    "days": gettext_lazy("Hari"),
    "email": gettext_lazy("Surel"),
    "erasure": gettext_lazy("Nomor penghapusan"),
    "file": gettext_lazy("Berkas"),
    "filter": gettext_lazy("Saringan"),
    "kind": gettext_lazy("Jenis"),
    "name": gettext_lazy("Nama"),
    "opd": gettext_lazy("OPD"),
    "phone": gettext_lazy("Ponsel"),
    "reason": gettext_lazy("Alasan"),
    "ring": gettext_lazy("Cincin"),
    "role": gettext_lazy("Nama peran"),
    "run": gettext_lazy("Nomor proses"),
    "scopes": gettext_lazy("Cakupan"),
    "tagline": gettext_lazy("Semboyan"),
    "until": gettext_lazy("Sampai"),
    "window": gettext_lazy("Jam pemeliharaan"),
}


def act_in_words(act: str) -> str:
    """`role.granted` as “Peran diberikan”, `laksa.report_filed` as “LAKSA: laporan dikirim”."""
    if act in ACTS:
        return str(ACTS[act])
    room, _dot, rest = act.partition(".")
    return f"{_room(room)}: {name_in_words(rest)}"


def name_in_words(name: str) -> str:
    """`report_filed` as “laporan dikirim”; in English as it stands."""
    words = name.split("_")
    if not (get_language() or "id").startswith("en"):
        words = [INDONESIAN.get(word, word) for word in words]
    return " ".join(word for word in words if word)


def _room(slug: str) -> str:
    try:
        return str(get_manifest(slug).title).split(":")[0]
    except UnknownModule:
        return slug.capitalize()


def changes_in_words(changes: dict[str, Any]) -> list[tuple[str, str]]:
    """What an act changed, as (field, “before → after”)."""
    return [(str(FIELDS.get(name, name)), _value(value)) for name, value in changes.items()]


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_plain(value[0])} → {_plain(value[1])}"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {inner}" for name, inner in value.items() if inner) or "–"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)
