"""What an IT admin answers to a question of tim pusat."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class GrantForm(forms.Form):
    """Whether tim pusat may change things; reading only where nothing is ticked."""

    may_write = forms.BooleanField(
        label=gettext_lazy("Izinkan juga mengubah"),
        required=False,
        help_text=gettext_lazy("Tanpa ini mereka hanya dapat melihat."),
    )


class RefusalForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Alasan menolak"), max_length=300, required=False)
