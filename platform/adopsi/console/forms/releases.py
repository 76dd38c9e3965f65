"""Forms about when new releases come, about sandboxes and erasures."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from provisioning.sandboxes.services import MOST_DAYS
from tenants.models import Pemda

RINGS = [
    (Pemda.Ring.CANARY, gettext_lazy("Perintis: menerima rilis paling awal, sebelum daerah lain")),
    (Pemda.Ring.VOLUNTEER, gettext_lazy("Relawan: sesudah perintis berjalan baik")),
    (Pemda.Ring.EVERYONE, gettext_lazy("Semua: paling akhir, sesudah relawan berjalan baik")),
]


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _calendar() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RingForm(forms.Form):
    """The ring, and the hours in which upgrades may be made."""

    ring = forms.ChoiceField(label=gettext_lazy("Gelombang"), choices=RINGS, widget=forms.RadioSelect)
    window_starts = forms.TimeField(label=gettext_lazy("Mulai pukul"), required=False, widget=_clock())
    window_ends = forms.TimeField(label=gettext_lazy("Sampai pukul"), required=False, widget=_clock())


class HoldForm(forms.Form):
    """A last day and a reason: for a pause of everything, and for a pin of one module."""

    until = forms.DateField(
        label=gettext_lazy("Sampai tanggal"),
        widget=_calendar(),
        help_text=gettext_lazy("Sesudah hari itu, rilis baru datang lagi dengan sendirinya."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=300, help_text=gettext_lazy("Tim pusat membacanya.")
    )


class SandboxForm(forms.Form):
    """How long a sandbox lives, and what for."""

    days = forms.IntegerField(
        label=gettext_lazy("Berlaku selama (hari)"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=14,
        help_text=format_lazy(
            gettext_lazy("Paling lama {most} hari; sesudah itu uji coba terhapus sendiri."), most=MOST_DAYS
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Untuk apa"), max_length=300, required=False)


class ErasureForm(forms.Form):
    """Why data is to be erased; the reason stands on the certificate."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan penghapusan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
        help_text=gettext_lazy("Tercetak di sertifikat penghapusan, misalnya nomor keputusan."),
    )
