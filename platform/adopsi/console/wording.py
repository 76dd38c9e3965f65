"""Acts of the audit trail in words.

Acts are named `<room>.<thing>_<participle>`; those of Adopsi have a sentence of their own, those of modules are put
together from their words, so that a new module needs nothing here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from adopsi.console.vocabulary import column_in_words, name_in_words
from adopsi.portal.templatetags.portal import local_datetime
from catalog.errors import UnknownModule
from catalog.registry import get_manifest
from tenants.accounts.models import Person
from tenants.privacy.models import DataRequest

ACTS = {
    "account.changed": gettext_lazy("Data orang diubah"),
    "account.closed": gettext_lazy("Akun ditutup"),
    "account.closed_by_owner": gettext_lazy("Akun dihapus pemiliknya"),
    "account.data_exported": gettext_lazy("Data pribadi diunduh pemiliknya"),
    "account.duties_handed_over": gettext_lazy("Peran dialihkan ke orang lain"),
    "account.factor_added": gettext_lazy("Langkah kedua dipasang"),
    "account.factor_removed": gettext_lazy("Langkah kedua dilepas"),
    "account.factor_reset": gettext_lazy("Verifikasi dua langkah disetel ulang"),
    "account.invited": gettext_lazy("Orang diundang"),
    "account.invited_again": gettext_lazy("Undangan dikirim lagi"),
    "account.kind_changed": gettext_lazy("Jenis akun diubah"),
    "account.opened": gettext_lazy("Akun dibuka kembali"),
    "account.opened_by_provider": gettext_lazy("Akun dibuat lewat penyedia identitas"),
    "account.profile_changed": gettext_lazy("Profil diubah pemiliknya"),
    "account.recovery_codes_made": gettext_lazy("Kode pemulihan dibuat ulang"),
    "account.signed_in": gettext_lazy("Masuk ke akun"),
    "account.signed_out_elsewhere": gettext_lazy("Keluar dari perangkat lain"),
    "activity.exported": gettext_lazy("Aktivitas diekspor"),
    "announcement.received": gettext_lazy("Pengumuman pusat diterima"),
    "backup.copy_requested": gettext_lazy("Salinan dari cadangan diminta"),
    "backup.downloaded": gettext_lazy("Seluruh data diunduh"),
    "backup.export_requested": gettext_lazy("Ekspor seluruh data diminta"),
    "backup.exported": gettext_lazy("Ekspor seluruh data dibuat"),
    "backup.made": gettext_lazy("Cadangan dibuat"),
    "backup.plan_changed": gettext_lazy("Jadwal cadangan diubah"),
    "backup.requested": gettext_lazy("Cadangan diminta"),
    "backup.restore_requested": gettext_lazy("Pemulihan dari cadangan diminta"),
    "backup.restored": gettext_lazy("Data dipulihkan dari cadangan"),
    "backup.test_requested": gettext_lazy("Uji pemulihan diminta"),
    "billing.invoice_due": gettext_lazy("Tagihan langganan terbit"),
    "billing.invoice_paid": gettext_lazy("Tagihan langganan lunas"),
    "billing.payment_failed": gettext_lazy("Pembayaran langganan gagal"),
    "billing.subscription_ended": gettext_lazy("Langganan berakhir"),
    "billing.subscription_ends": gettext_lazy("Langganan tidak diperpanjang"),
    "brand.changed": gettext_lazy("Merek diubah"),
    "display.offered": gettext_lazy("Layar LIVE disiapkan"),
    "display.paired": gettext_lazy("Layar LIVE dipasangkan"),
    "domain.added": gettext_lazy("Domain ditambahkan"),
    "domain.made_primary": gettext_lazy("Domain utama diganti"),
    "domain.removed": gettext_lazy("Domain dihapus"),
    "domain.released": gettext_lazy("Domain dilepas"),
    "domain.restored": gettext_lazy("Domain terbukti kembali"),
    "domain.suspended": gettext_lazy("Domain ditutup"),
    "domain.verified": gettext_lazy("Domain terbukti"),
    "erasure.approved": gettext_lazy("Penghapusan data disetujui"),
    "erasure.asked": gettext_lazy("Penghapusan data diminta"),
    "erasure.downloaded": gettext_lazy("Berkas penghapusan diunduh"),
    "erasure.export_deleted": gettext_lazy("Arsip ekspor dihapus"),
    "erasure.refused": gettext_lazy("Penghapusan data ditolak"),
    "identity_provider.changed": gettext_lazy("Penyedia identitas diubah"),
    "identity_provider.removed": gettext_lazy("Penyedia identitas dilepas"),
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
    "news.changed": gettext_lazy("Berita diubah"),
    "news.published": gettext_lazy("Berita diterbitkan"),
    "news.withdrawn": gettext_lazy("Berita ditarik"),
    "news.written": gettext_lazy("Berita ditulis"),
    "notice.added": gettext_lazy("Pengumuman portal dipasang"),
    "notice.changed": gettext_lazy("Pengumuman portal diubah"),
    "notice.ended": gettext_lazy("Pengumuman portal diakhiri"),
    "notices.chosen": gettext_lazy("Pilihan pemberitahuan diubah"),
    "opd.added": gettext_lazy("OPD ditambahkan"),
    "opd.changed": gettext_lazy("OPD diubah"),
    "payment.cancelled": gettext_lazy("Pembayaran dibatalkan"),
    "payment.expired": gettext_lazy("Pembayaran kedaluwarsa"),
    "payment.opened": gettext_lazy("Pembayaran dibuka"),
    "payment.paid": gettext_lazy("Pembayaran lunas"),
    "payment.refunded": gettext_lazy("Dana dikembalikan"),
    "pemda.created": gettext_lazy("Pemda disiapkan"),
    "people.many_closed": gettext_lazy("Beberapa akun ditutup sekaligus"),
    "people.many_granted": gettext_lazy("Peran diberikan kepada beberapa orang sekaligus"),
    "people.many_opened": gettext_lazy("Beberapa akun dibuka kembali sekaligus"),
    "people.many_undone": gettext_lazy("Tindakan pada beberapa orang diurungkan"),
    "opd.many_closed": gettext_lazy("Beberapa OPD ditutup sekaligus"),
    "opd.many_opened": gettext_lazy("Beberapa OPD dibuka kembali sekaligus"),
    "opd.many_undone": gettext_lazy("Tindakan pada beberapa OPD diurungkan"),
    "people.exported": gettext_lazy("Daftar orang diekspor"),
    "privacy.archive_deleted": gettext_lazy("Arsip data pribadi dihapus setelah 7 hari"),
    "privacy.archive_downloaded": gettext_lazy("Arsip data pribadi diunduh pemiliknya"),
    "privacy.authority_notified": gettext_lazy("Lembaga diberi tahu tentang insiden"),
    "privacy.consent_given": gettext_lazy("Persetujuan diberikan"),
    "privacy.consent_withdrawn": gettext_lazy("Persetujuan ditarik"),
    "privacy.consents_exported": gettext_lazy("Daftar persetujuan diekspor"),
    "privacy.data_corrected": gettext_lazy("Data pribadi dibetulkan"),
    "privacy.incident_changed": gettext_lazy("Insiden diubah"),
    "privacy.incident_closed": gettext_lazy("Insiden ditutup"),
    "privacy.incident_opened": gettext_lazy("Insiden dicatat"),
    "privacy.incidents_exported": gettext_lazy("Register insiden diekspor"),
    "privacy.notice_drafted": gettext_lazy("Surat pemberitahuan insiden diunduh"),
    "privacy.people_notified": gettext_lazy("Orang yang terdampak insiden diberi tahu"),
    "privacy.person_erased": gettext_lazy("Data seseorang dihapus"),
    "privacy.receipt_downloaded": gettext_lazy("Tanda terima penghapusan diunduh"),
    "privacy.receipt_mailed": gettext_lazy("Tanda terima penghapusan dikirim"),
    "privacy.register_exported": gettext_lazy("Register pemrosesan diekspor"),
    "privacy.request_assigned": gettext_lazy("Permintaan data pribadi diserahkan"),
    "privacy.request_done": gettext_lazy("Permintaan data pribadi dijawab"),
    "privacy.request_entered": gettext_lazy("Permintaan data pribadi dicatat dari loket"),
    "privacy.request_refused": gettext_lazy("Permintaan data pribadi ditolak"),
    "privacy.requested": gettext_lazy("Permintaan data pribadi diajukan"),
    "privacy.requests_exported": gettext_lazy("Antrean data pribadi diekspor"),
    "privacy.retention_ended": gettext_lazy("Data lewat masa simpan diakhiri"),
    "push.asked": gettext_lazy("Pemberitahuan di peramban dinyalakan"),
    "push.withdrawn": gettext_lazy("Pemberitahuan di peramban dimatikan"),
    "release.paused": gettext_lazy("Rilis baru dijeda"),
    "release.pinned": gettext_lazy("Rilis modul disematkan"),
    "release.resumed": gettext_lazy("Jeda rilis diakhiri"),
    "release.ring_chosen": gettext_lazy("Gelombang rilis dipilih"),
    "release.unpinned": gettext_lazy("Sematan rilis dilepas"),
    "role.granted": gettext_lazy("Peran diberikan"),
    "role.revoked": gettext_lazy("Peran dicabut"),
    "run.cancelled": gettext_lazy("Proses dibatalkan"),
    "run.retried": gettext_lazy("Proses dicoba lagi"),
    "run.undo_requested": gettext_lazy("Pengurungan diminta"),
    "sandbox.created": gettext_lazy("Uji coba dibuat"),
    "sandbox.drop_requested": gettext_lazy("Penghapusan uji coba diminta"),
    "sandbox.requested": gettext_lazy("Uji coba diminta"),
    "support.asked": gettext_lazy("Tim pusat meminta akses dukungan"),
    "support.entered": gettext_lazy("Tim pusat masuk"),
    "support.granted": gettext_lazy("Akses dukungan diizinkan"),
    "support.left": gettext_lazy("Akses dukungan dilepas tim pusat"),
    "support.withdrawn": gettext_lazy("Akses dukungan dilepas tim pusat"),
    "support.link_made": gettext_lazy("Tautan masuk dukungan dibuat"),
    "support.refused": gettext_lazy("Akses dukungan ditolak"),
    "support.request": gettext_lazy("Tim pusat membuka halaman"),
    "support.request_refused": gettext_lazy("Tindakan tim pusat ditolak"),
    "support.revoked": gettext_lazy("Akses dukungan dicabut"),
    "support.went": gettext_lazy("Tim pusat keluar"),
    "webhook.added": gettext_lazy("Webhook ditambahkan"),
    "webhook.changed": gettext_lazy("Webhook diubah"),
    "webhook.disabled": gettext_lazy("Webhook dimatikan karena gagal terus"),
    "webhook.paused": gettext_lazy("Webhook dijeda"),
    "webhook.removed": gettext_lazy("Webhook dihapus"),
    "webhook.replayed": gettext_lazy("Kiriman webhook diulang"),
    "webhook.resumed": gettext_lazy("Webhook dilanjutkan"),
    "webhook.secret_rotated": gettext_lazy("Kunci webhook diganti"),
    "webhook.tested": gettext_lazy("Webhook dicoba"),
    "token.issued": gettext_lazy("Token API dibuat"),
    "upload.infected": gettext_lazy("Berkas berisi virus ditahan"),
    "upload.limits_changed": gettext_lazy("Batas unggahan diubah"),
    "token.revoked": gettext_lazy("Token API dicabut"),
    "vault.revealed": gettext_lazy("Data tersamar dibuka"),
    "worklist.view_deleted": gettext_lazy("Tampilan tersimpan dihapus"),
    "worklist.view_saved": gettext_lazy("Tampilan disimpan"),
}
ROOMS = {
    "account": gettext_lazy("Akun"),
    "activity": gettext_lazy("Aktivitas"),
    "announcement": gettext_lazy("Pengumuman pusat"),
    "backup": gettext_lazy("Cadangan data"),
    "billing": pgettext_lazy("konsol", "Langganan"),
    "brand": gettext_lazy("Merek"),
    "display": gettext_lazy("Layar LIVE"),
    "domain": gettext_lazy("Domain"),
    "erasure": gettext_lazy("Penghapusan data"),
    "identity_provider": gettext_lazy("Cara masuk"),
    "module": gettext_lazy("Modul"),
    "news": gettext_lazy("Berita"),
    "notice": gettext_lazy("Pengumuman portal"),
    "notices": gettext_lazy("Pilihan pemberitahuan"),
    "opd": gettext_lazy("OPD"),
    "payment": gettext_lazy("Pembayaran"),
    "pemda": gettext_lazy("Pemda"),
    "people": gettext_lazy("Orang"),
    "privacy": gettext_lazy("Pelindungan data"),
    "push": gettext_lazy("Pemberitahuan di peramban"),
    "release": gettext_lazy("Rilis"),
    "role": gettext_lazy("Peran"),
    "run": pgettext_lazy("konsol", "Proses"),
    "sandbox": gettext_lazy("Uji coba"),
    "support": gettext_lazy("Akses dukungan"),
    "token": gettext_lazy("Token API"),
    "upload": gettext_lazy("Unggahan"),
    "vault": gettext_lazy("Data tersamar"),
    "webhook": gettext_lazy("Webhook"),
    "worklist": gettext_lazy("Tampilan tersimpan"),
}
CODES: dict[str, dict[str, Any]] = {
    "kind": dict(DataRequest.Kind.choices) | dict(Person.Kind.choices),
    "audience": {"orang": gettext_lazy("Orang yang terdampak"), "lembaga": gettext_lazy("Lembaga")},
}
# What is a list, not a value before and one after.
LISTS = {"fields", "kinds", "modules", "scopes"}
# How rules and programs sign what they ask for; people sign with their names.
SIGNERS = {
    "Aturan masa simpan arsip": gettext_lazy("Aturan masa simpan arsip"),
    "Aturan masa simpan data": gettext_lazy("Aturan masa simpan data"),
    "Aturan masa uji coba": gettext_lazy("Aturan masa uji coba"),
    "Jadwal pencadangan": gettext_lazy("Jadwal pencadangan"),
    "Peragaan": gettext_lazy("Peragaan"),
    "Sistem": gettext_lazy("Sistem"),
}
# The reasons that these give.
REASONS = {
    "Masa simpan data modul yang dinonaktifkan telah berakhir.": gettext_lazy(
        "Masa simpan data modul yang dinonaktifkan telah berakhir."
    ),
    "Pemda peragaan": gettext_lazy("Pemda peragaan"),
    "Sesudah pemulihan": gettext_lazy("Sesudah pemulihan"),
    "Susulan sesudah penundaan": gettext_lazy("Susulan sesudah penundaan"),
}


def act_in_words(act: str) -> str:
    """`role.granted` as “Peran diberikan”, `laksa.report_filed` as “LAKSA: laporan dikirim”."""
    if act in ACTS:
        return str(ACTS[act])
    room, _dot, rest = act.partition(".")
    return f"{room_in_words(room)}: {name_in_words(rest)}"


def signer_in_words(name: str) -> str:
    """Who asked for something: people as they are called, rules and programs in the reader's language."""
    return str(SIGNERS.get(name, name))


def program_in_words(name: str) -> str:
    """What no person did: rules and schedules by their names, a task of the code as the system's."""
    return signer_in_words("Sistem" if name.isidentifier() and name.islower() else name)


def reason_in_words(text: str) -> str:
    """Why: of people as they wrote it, of rules and programs in the reader's language."""
    return str(REASONS.get(text, text))


def room_in_words(slug: str) -> str:
    """The part of the product that acts belong to: `backup` as “Cadangan data”, `laksa` as “LAKSA”."""
    if slug in ROOMS:
        return str(ROOMS[slug])
    try:
        return str(get_manifest(slug).title).split(":")[0]
    except UnknownModule:
        return slug.capitalize()


def changes_in_words(changes: dict[str, Any]) -> list[tuple[str, str]]:
    """What an act changed, as (field, “before → after”)."""
    return [(column_in_words(name), _told(name, value)) for name, value in changes.items()]


def _told(name: str, value: Any) -> str:
    is_list = name in LISTS and not any(isinstance(each, list) for each in value)
    return _plain(value) if is_list else _value(_decoded(name, value))


def _decoded(name: str, value: Any) -> Any:
    """Kinds and audiences stand in the trail by their codes."""
    if isinstance(value, list):
        return [_decoded(name, each) for each in value]
    return CODES.get(name, {}).get(value, value) if isinstance(value, str) else value


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_plain(value[0])} → {_plain(value[1])}"
    if isinstance(value, dict):
        return ", ".join(f"{column_in_words(name)}: {_plain(inner)}" for name, inner in value.items() if inner) or "–"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, str) and len(value) > len("2026-11-22") and (moment := _moment(value)):
        return local_datetime(moment)
    return "–" if value in (None, "") else str(value)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
