"""What a destination sells, and a day that is different."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.modules.eplesiran.forms.fields import DateInput
from catalog.modules.eplesiran.models import TicketOffer
from catalog.modules.eplesiran.models.ticket import HIGHEST_QUOTA
from catalog.modules.eplesiran.services.offers import OfferFacts
from catalog.modules.eplesiran.ticket_days import VISITORS


class OfferForm(forms.Form):
    """The offer of one destination."""

    is_open = forms.BooleanField(
        label=_("Tiket dapat dipesan"),
        required=False,
        help_text=_("Bila dimatikan, tidak ada pesanan baru; tiket yang sudah terbit tetap berlaku."),
    )
    payers = forms.MultipleChoiceField(
        label=_("Golongan pengunjung yang dijual"),
        choices=[(payer.value, payer.label) for payer in VISITORS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Harganya adalah tarif destinasi pada hari kunjungan. Golongan tanpa tarif tidak dijual hari itu."),
    )
    daily_quota = forms.IntegerField(
        label=_("Kuota per hari"),
        min_value=1,
        max_value=HIGHEST_QUOTA,
        help_text=_("Jumlah pengunjung, bukan pesanan."),
    )
    days_ahead = forms.IntegerField(
        label=_("Dapat dipesan sampai berapa hari ke depan"), min_value=0, max_value=365, initial=30
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum tarif"),
        max_length=200,
        required=False,
        help_text=_("Misalnya Perda tentang Pajak Daerah dan Retribusi Daerah dengan nomor dan tahunnya."),
    )

    def facts(self) -> OfferFacts:
        """What the valid form states."""
        return OfferFacts(**{name: self.cleaned_data[name] for name in OfferFacts.__dataclass_fields__})


def offer_form(data: Any, offer: TicketOffer | None) -> OfferForm:
    """The form with what stands in the offer."""
    known = {name: getattr(offer, name) for name in OfferFacts.__dataclass_fields__} if offer else {"is_open": True}
    return OfferForm(data, initial=known)


class DayForm(forms.Form):
    """A day that is closed, or has a quota of its own."""

    day = forms.DateField(label=pgettext_lazy("satu", "Hari"), widget=DateInput)
    quota = forms.IntegerField(label=_("Kuota hari itu"), min_value=0, max_value=HIGHEST_QUOTA)
    is_closed = forms.BooleanField(
        label=_("Tutup hari itu"),
        required=False,
        help_text=_("Tidak ada pesanan baru; tiket yang sudah terbit tetap tercatat."),
    )
    note = forms.CharField(
        label=_("Keterangan untuk warga"),
        max_length=120,
        required=False,
        help_text=_("Misalnya: Pemeliharaan dermaga."),
    )
