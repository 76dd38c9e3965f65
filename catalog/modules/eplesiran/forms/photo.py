"""The officer's form for one photo of a destination."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PhotoForm(forms.Form):
    """A picture and what it shows."""

    photo = forms.FileField(
        label=_("Foto"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG, atau WebP, paling besar 10 MB. Foto harus sesuai keadaan sebenarnya."),
    )
    caption = forms.CharField(
        label=_("Keterangan foto"),
        max_length=160,
        help_text=_("Apa yang terlihat; dibacakan kepada pengunjung yang tidak dapat melihat foto."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A picture kept from the last try stands in for a new one, so the view decides.
        self.fields["photo"].required = not self.is_bound


class CaptionForm(forms.Form):
    """New words for a photo."""

    caption = forms.CharField(label=_("Keterangan foto"), max_length=160)
