"""What an erasure counted, in words: for the receipt, which is Indonesian with English beside it."""

from __future__ import annotations

from collections.abc import Mapping

from tenants.places.clock import format_number

# By the name that an eraser gives to its number; a test asks every eraser for its names.
COUNTED = {
    "account": ("akun ditutup", "account closed"),
    "announcement_readings": ("catatan membaca pengumuman", "announcements read"),
    "bookings_without_name": ("pemesanan dibuat tanpa nama", "bookings without a name"),
    "checks_without_name": ("pemeriksaan tiket dibuat tanpa nama", "ticket checks without a name"),
    "consents": ("persetujuan", "consents"),
    "files": ("berkas", "files"),
    "identities": ("identitas luar", "identities of other providers"),
    "kept_answers": ("jawaban API yang disimpan", "kept answers of the API"),
    "messages_erased": ("pesan dihapus", "messages erased"),
    "notice_choices": ("pilihan pemberitahuan", "choices of notices"),
    "notifications": ("pemberitahuan", "notices"),
    "payments_without_name": ("pembayaran dibuat tanpa nama", "payments without a name"),
    "photos_erased": ("foto dihapus", "photos erased"),
    "push_subscriptions": ("peramban yang diberi tahu", "browsers that were told"),
    "reports_erased": ("laporan dihapus", "reports erased"),
    "reports_made_anonymous": ("laporan dibuat tanpa nama", "reports without a name"),
    "reviews_deleted": ("ulasan dihapus", "reviews deleted"),
    "saved_views_erased": ("tampilan tersimpan", "saved views"),
    "second_factors": ("bukti kedua", "second factors"),
    "sessions": ("sesi", "sessions"),
    "tokens": ("token", "tokens"),
}
LANGUAGES = ("id", "en")


def counted_in_words(counts: Mapping[str, int], language: str) -> str:
    """“laporan dihapus: 2, foto dihapus: 1”, without what was nothing; empty where all was nothing."""
    place = LANGUAGES.index(language)
    named = [(COUNTED.get(name, (name, name))[place], count) for name, count in counts.items() if count]
    return ", ".join(f"{words}: {format_number(count, language)}" for words, count in named)
