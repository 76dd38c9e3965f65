"""Forms of webhooks."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from catalog.activations import active_manifests

SINCE = [
    ("1", gettext_lazy("1 jam terakhir")),
    ("24", gettext_lazy("1 hari terakhir")),
    ("168", gettext_lazy("7 hari terakhir")),
    ("720", gettext_lazy("30 hari terakhir")),
]


def event_choices(code: str) -> list[tuple[str, str]]:
    """The kinds of events of the Pemda's active modules, with their words."""
    return [
        (event.key, f"{event.title} ({event.key})") for manifest in active_manifests(code) for event in manifest.events
    ]


class WebhookForm(forms.Form):
    """Name, address and kinds; `once` lets a second sending of the same form make no second webhook."""

    name = forms.CharField(
        label=gettext_lazy("Nama webhook"),
        max_length=80,
        help_text=gettext_lazy("Sistem yang menerimanya, misalnya “Dasbor Bupati”."),
    )
    url = forms.CharField(
        label=gettext_lazy("Alamat penerima"),
        max_length=500,
        help_text=gettext_lazy("Diawali https:// dan dapat dicapai dari internet."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
    )
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Kejadian yang dikirim"), widget=forms.CheckboxSelectMultiple)
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, code: str, *args: Any, kept: list[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = event_choices(code)
        # What was chosen while a module was on stays choosable while it is off.
        known = {key for key, _words in offered}
        self.fields["kinds"].choices = offered + [(key, key) for key in kept or [] if key not in known]

    @property
    def offered(self) -> set[str]:
        """The kinds that may be chosen."""
        return {key for key, _words in self.fields["kinds"].choices}


class ReplayForm(forms.Form):
    """Since when failed deliveries are sent again."""

    hours = forms.TypedChoiceField(label=gettext_lazy("Yang gagal dalam"), choices=SINCE, coerce=int, initial="24")
