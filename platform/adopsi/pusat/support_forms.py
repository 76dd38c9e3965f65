"""The form by which the team asks a Pemda for support access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from adopsi.pusat.support import choices_of_pemda
from tenants.support.models import LEAST_HOURS, MOST_HOURS


class AskAccessForm(forms.Form):
    """Which Pemda, what for, how long."""

    pemda = forms.ChoiceField(label=gettext_lazy("Pemda"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Admin TI Pemda memutuskan dari alasan ini, misalnya nomor tiket dan apa yang dilihat."),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Lama (jam)"), min_value=LEAST_HOURS, max_value=MOST_HOURS, initial=24
    )
    wants_write = forms.BooleanField(
        label=gettext_lazy("Perlu mengubah, bukan hanya melihat"),
        required=False,
        help_text=gettext_lazy("Admin TI dapat mengizinkan melihat saja."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["pemda"]
        field.choices = choices_of_pemda()
