"""What became of an event of Stripe, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provisioning.billing.models import Event

OUTCOMES = {
    "moved": gettext_lazy("Keadaan diperbarui"),
    "older": gettext_lazy("Lebih lama dari yang sudah diterapkan"),
    "not_needed": gettext_lazy("Jenis peristiwa ini tidak dipakai"),
    "no_code": gettext_lazy("Langganan di Stripe belum memuat metadata “pemda”"),
    "unknown_code": gettext_lazy("Metadata “pemda” memuat kode yang bukan Pemda di sini"),
    "no_subscription": gettext_lazy("Tagihan dari langganan yang belum bertuan"),
    "not_ours": gettext_lazy("Tagihan tanpa langganan"),
    "unreadable": gettext_lazy("Isinya tidak dapat dibaca: %(field)s"),
    "foreign_currency": gettext_lazy("Jumlahnya bukan rupiah bulat"),
    "gave_up": gettext_lazy("Berkali-kali menghentikan pekerjanya"),
}


def outcome_in_words(event: Event) -> str:
    """The outcome as a sentence."""
    word, _colon, field = event.outcome.partition(":")
    if not word:
        return _("Menunggu")
    text = str(OUTCOMES.get(word, word))
    return text % {"field": field or "?"} if "%(field)s" in text else text
