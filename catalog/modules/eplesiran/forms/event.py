"""The officer's form of an event."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.modules.eplesiran.forms.fields import MomentInput
from catalog.modules.eplesiran.models import Event
from catalog.modules.eplesiran.rules import check_span
from catalog.modules.eplesiran.selectors.destinations import (
    list_maintained,
    list_own_opd,
    maintains_whole_pemda,
)
from catalog.modules.eplesiran.services.events import EventFacts
from catalog.sdk.attachments import Attachment
from catalog.sdk.errors import DomainError
from catalog.sdk.people import Person


class EventForm(forms.ModelForm):
    """What, where and when; the picture is read apart because it survives a form with errors."""

    starts_at = forms.DateTimeField(label=pgettext_lazy("acara", "Mulai"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=pgettext_lazy("acara", "Selesai"), widget=MomentInput)
    photo = forms.FileField(
        label=_("Foto acara"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG, atau WebP, paling besar 10 MB."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Event
        fields: ClassVar = ["title", "description", "destination", "place", "starts_at", "ends_at", "opd"]
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 6})}
        help_texts: ClassVar = {
            "destination": _("Pilih bila acara berlangsung di salah satu destinasi."),
            "place": _("Isi bila acara berlangsung di tempat lain, atau untuk menyebut bagian tempatnya."),
        }

    def __init__(self, *args: Any, officer: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["destination"].queryset = list_maintained(officer=officer).order_by("name")
        self.fields["destination"].empty_label = _("Bukan di destinasi")
        self.fields["opd"].queryset = list_own_opd(officer)
        self.fields["opd"].required = not maintains_whole_pemda(officer)
        required = self.fields["opd"].required
        self.fields["opd"].empty_label = _("Pilih OPD") if required else _("Tanpa OPD (seluruh daerah)")

    def clean(self) -> dict[str, Any]:
        """Refuse an event that ends before it begins, and one without a place, at their fields."""
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at"):
            try:
                check_span(data["starts_at"], data["ends_at"])
            except DomainError as error:
                self.add_error("ends_at", str(error.message))
        if not data.get("destination") and not data.get("place") and "destination" not in self.errors:
            self.add_error("place", _("Pilih destinasi, atau tulis tempat acara."))
        return data

    def facts(self, photo: Attachment | None) -> EventFacts:
        """What the valid form states, with the picture that belongs to it."""
        return EventFacts(**{name: self.cleaned_data[name] for name in self.Meta.fields}, photo=photo)
