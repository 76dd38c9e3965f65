"""When a Pemda is backed up, and how much is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from provisioning.keeping.services import MOST_KEPT


class BackupPlanForm(forms.Form):
    """The hour, and how many backups of each kind stay."""

    is_on = forms.BooleanField(label=gettext_lazy("Cadangkan setiap malam"), required=False)
    hour = forms.IntegerField(
        label=gettext_lazy("Pukul"),
        min_value=0,
        max_value=23,
        help_text=gettext_lazy("Menurut jam Pemda Anda; menitnya diatur agar tidak semua Pemda mulai bersamaan."),
    )
    keep_daily = forms.IntegerField(label=gettext_lazy("Simpan harian"), min_value=1, max_value=MOST_KEPT)
    keep_weekly = forms.IntegerField(label=gettext_lazy("Simpan mingguan"), min_value=0, max_value=MOST_KEPT)
    keep_monthly = forms.IntegerField(label=gettext_lazy("Simpan bulanan"), min_value=0, max_value=MOST_KEPT)


class CopyForm(forms.Form):
    """What the copy beside is for."""

    reason = forms.CharField(label=gettext_lazy("Untuk apa"), max_length=300, required=False)


class RestoreForm(forms.Form):
    """Why the present data is to go, and the Pemda's name, typed by hand."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan pemulihan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
        help_text=gettext_lazy("Tercatat di jejak aktivitas atas nama Anda."),
    )
    name = forms.CharField(
        label=gettext_lazy("Ketik nama Pemda Anda"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._name = name
        self.fields["name"].help_text = format_lazy(
            gettext_lazy("Persis seperti ini: {name}. Dengan itu Anda yakin tidak salah tempat."), name=name
        )

    def clean_name(self) -> str:
        """The name as it is; capitals do not matter."""
        typed = " ".join(str(self.cleaned_data["name"]).split())
        if typed.casefold() != self._name.casefold():
            raise ValidationError(gettext_lazy("Nama ini tidak sama dengan nama Pemda Anda. Tidak ada yang berubah."))
        return typed
