"""The form of a new API token."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from adopsi.api.scopes import scopes_of

LIFETIMES = [
    ("30", gettext_lazy("30 hari")),
    ("90", gettext_lazy("90 hari")),
    ("365", gettext_lazy("1 tahun")),
    ("0", gettext_lazy("Tanpa batas waktu")),
]


def scope_choices(code: str) -> list[tuple[str, str]]:
    """What a token may do in the Pemda: Adopsi's own scopes and those of its active modules."""
    return [(scope, f"{words} ({scope})") for scope, words in scopes_of(code).items()]


class TokenForm(forms.Form):
    """Name, scopes and lifetime; `once` lets a second sending of the same form make no second token."""

    name = forms.CharField(
        label=gettext_lazy("Nama token"),
        max_length=80,
        help_text=gettext_lazy("Aplikasi yang memakainya, misalnya “Dasbor Bupati”."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Boleh melakukan"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Pilih sesedikit mungkin."),
    )
    days = forms.ChoiceField(label=gettext_lazy("Berlaku"), choices=LIFETIMES, initial="90")
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, code: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scopes"].choices = scope_choices(code)
