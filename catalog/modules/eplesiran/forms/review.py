"""A visitor's review, and a moderator's answer to it."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.modules.eplesiran.services.reviews import LONGEST, SHORTEST


class ReviewForm(forms.Form):
    """Stars and a few sentences; `once` makes a form sent twice one review."""

    rating = forms.TypedChoiceField(
        label=_("Nilai Anda"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, 6)],
        error_messages={"required": _("Pilih nilai dari 1 sampai 5 bintang.")},
    )
    text = forms.CharField(
        label=_("Ulasan Anda"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": ""}),
        help_text=_("Ceritakan keadaan tempat ini saat Anda berkunjung. Jangan tulis nomor telepon atau NIK."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RefusalForm(forms.Form):
    """Why a review is not shown."""

    reason = forms.CharField(
        label=_("Alasan penolakan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasan penolakan; penulis ulasan akan membacanya.")},
    )
