"""Officers' forms: they check what was typed; the services decide."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.modules.laksa.forms import REQUIRED, SeveralFilesField, SeveralFilesInput
from catalog.modules.laksa.models import Category
from catalog.modules.laksa.selectors import list_categories, list_units
from catalog.sdk.people import Opd


class ActForm(forms.Form):
    """What every officer's form carries: the version they saw, and a key against sending twice."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class VerifyForm(ActForm):
    """Verify a report in its right category; with an OPD, hand it over at once."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Kategori"), queryset=Category.objects.none(), to_field_name="code", empty_label=None
    )
    opd = forms.ModelChoiceField(
        label=gettext_lazy("OPD penanggung jawab"),
        queryset=Opd.objects.none(),
        required=False,
        empty_label=gettext_lazy("Belum, verifikasi saja"),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk OPD"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].queryset = list_categories()
        self.fields["opd"].queryset = list_units()


class AssignForm(ActForm):
    """Hand a report to an OPD."""

    opd = forms.ModelChoiceField(
        label=gettext_lazy("OPD penanggung jawab"),
        queryset=Opd.objects.none(),
        empty_label=gettext_lazy("Pilih OPD"),
        error_messages=REQUIRED,
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk OPD"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opd"].queryset = list_units()


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=REQUIRED
    )


class TakeUpForm(ActForm):
    """Begin work, with the plan that the reporter reads."""

    plan = forms.CharField(
        label=gettext_lazy("Rencana penanganan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Dibaca pelapor. Misalnya: Petugas meninjau lokasi besok pagi."),
    )


class AnswerForm(ActForm):
    """What was done, with photos of it."""

    text = forms.CharField(
        label=gettext_lazy("Tanggapan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=REQUIRED,
        help_text=gettext_lazy("Terbuka untuk umum bersama laporannya."),
    )
    photos = SeveralFilesField(
        label=gettext_lazy("Foto sesudah"),
        required=False,
        widget=SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-photo": ""}),
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


class MessageForm(ActForm):
    """An officer's message to the reporter."""

    text = forms.CharField(
        label=gettext_lazy("Pesan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=REQUIRED
    )


class CategoryForm(forms.ModelForm):
    """A category in both languages."""

    class Meta:
        model = Category
        fields = ("name_id", "name_en", "opd", "position", "is_active")
        labels = {"opd": gettext_lazy("OPD penanggung jawab")}
        error_messages = {"name_id": REQUIRED, "name_en": REQUIRED}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opd"].queryset = list_units()
        self.fields["opd"].empty_label = _("Belum ditentukan")
