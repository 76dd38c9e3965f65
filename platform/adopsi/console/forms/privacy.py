"""Forms of the desk for personal data, and of the limits of uploads."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tenants.accounts.models import Person
from tenants.attachments.models import UploadLimits
from tenants.privacy.models import DataRequest, Incident
from tenants.privacy.selectors import people_at_desk

MOMENT = "%Y-%m-%dT%H:%M"
# A withdrawal is an act on a consent, not something to wait for.
COUNTER_KINDS = [choice for choice in DataRequest.Kind.choices if choice[0] != DataRequest.Kind.WITHDRAWAL]


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


def _lines(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CounterForm(forms.Form):
    """A letter or a visit, as the officer enters it."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis permintaan"), choices=COUNTER_KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("Nama pemohon"), max_length=120)
    contact = forms.CharField(
        label=gettext_lazy("Surel atau ponsel untuk jawaban"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Dihapus setelah jawaban dikirim atau masa simpan berakhir."),
    )
    account = forms.EmailField(
        label=gettext_lazy("Surel akun pemohon"),
        required=False,
        help_text=gettext_lazy("Isi bila pemohon memiliki akun, agar datanya dapat dikumpulkan atau dihapus otomatis."),
    )
    identity_check = forms.CharField(
        label=gettext_lazy("Cara memastikan identitas"),
        max_length=300,
        help_text=gettext_lazy("Misalnya: KTP asli diperlihatkan di loket. Jangan tulis NIK-nya."),
    )
    details = forms.CharField(label=gettext_lazy("Isi permintaan"), max_length=2000, widget=_lines())
    received_at = forms.DateTimeField(
        label=gettext_lazy("Diterima"),
        widget=_moment(),
        input_formats=[MOMENT],
        help_text=gettext_lazy("Batas 3x24 jam dihitung dari saat ini, bukan dari saat Anda mencatat."),
    )

    def clean_account(self) -> Person | None:
        """The person with this account, or None where nothing was typed."""
        address = self.cleaned_data["account"]
        if not address:
            return None
        person = Person.objects.filter(email=address.lower(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(gettext_lazy("Tidak ada akun dengan alamat ini. Kosongkan bila tanpa akun."))
        return person

    def clean_received_at(self) -> Any:
        """Not in the future."""
        moment = self.cleaned_data["received_at"]
        if moment > timezone.now():
            raise forms.ValidationError(gettext_lazy("Waktu ini belum terjadi."))
        return moment


class TextForm(forms.Form):
    """One text: an answer, a reason or a note."""

    text = forms.CharField(label=gettext_lazy("Isi"), max_length=2000, widget=_lines(3))


class AssignForm(forms.Form):
    """Who takes the request."""

    to = forms.ModelChoiceField(label=gettext_lazy("Serahkan kepada"), queryset=Person.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people_at_desk()


class IncidentForm(forms.ModelForm):
    """What is known of an incident; the notices are drafted from it."""

    class Meta:
        model = Incident
        fields: ClassVar = [
            "title",
            "what_happened",
            "data_disclosed",
            "occurred_at",
            "discovered_at",
            "people_count",
            "consequences",
            "measures",
        ]
        widgets: ClassVar = {
            "what_happened": _lines(),
            "data_disclosed": _lines(2),
            "occurred_at": _moment(),
            "discovered_at": _moment(),
            "consequences": _lines(2),
            "measures": _lines(),
        }

    def clean(self) -> dict[str, Any]:
        """Discovered after it happened, and not in the future."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        occurred, discovered = values.get("occurred_at"), values.get("discovered_at")
        if discovered and discovered > timezone.now():
            self.add_error("discovered_at", gettext_lazy("Waktu ini belum terjadi."))
        if occurred and discovered and occurred > discovered:
            self.add_error("occurred_at", gettext_lazy("Insiden tidak dapat diketahui sebelum terjadi."))
        return values


class LimitsForm(forms.ModelForm):
    """How much may be uploaded."""

    class Meta:
        model = UploadLimits
        fields: ClassVar = ["megabytes", "megapixels", "files_per_day"]
