"""The form before a masked value is shown."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RevealForm(forms.Form):
    """Why somebody needs to see it."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        help_text=_("Alasan Anda tercatat di jejak audit dan dapat dibaca oleh pemilik data."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
