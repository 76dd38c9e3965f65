"""The officer's form of a destination with its week of hours and its tariffs."""

from __future__ import annotations

import copy
import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.modules.eplesiran.facilities import FACILITIES
from catalog.modules.eplesiran.forms.fields import (
    PHONE,
    CoordinateField,
    DateInput,
    TimeInput,
    district_choices,
    village_choices,
)
from catalog.modules.eplesiran.models import Destination, Tariff, Weekday
from catalog.modules.eplesiran.rules import check_hours, check_tariff, overlap_text, overlapping_tariff
from catalog.modules.eplesiran.selectors.destinations import list_own_opd, maintains_whole_pemda
from catalog.modules.eplesiran.services.destinations import DayRow, DestinationFacts, TariffRow
from catalog.modules.eplesiran.where import refuse_outside
from catalog.sdk.context import local_today
from catalog.sdk.errors import DomainError
from catalog.sdk.people import Person


class DestinationForm(forms.ModelForm):
    """All that is stated about the place itself."""

    latitude = CoordinateField(label=_("Lintang"), min_value=-90, max_value=90)
    longitude = CoordinateField(label=_("Bujur"), min_value=-180, max_value=180)
    website = forms.URLField(label=_("Situs web"), required=False, assume_scheme="https", max_length=200)
    facilities = forms.MultipleChoiceField(
        label=_("Fasilitas"),
        choices=[(facility.key, facility.label) for facility in FACILITIES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Destination
        fields: ClassVar = [
            "name", "category", "summary_id", "summary_en", "description_id", "description_en",
            "district_code", "village_code", "address", "latitude", "longitude", "facilities",
            "condition", "condition_note", "phone", "website", "opd", "slug",
        ]  # fmt: skip
        widgets: ClassVar = {
            "summary_id": forms.Textarea(attrs={"rows": 2, "data-count": ""}),
            "summary_en": forms.Textarea(attrs={"rows": 2, "data-count": ""}),
            "description_id": forms.Textarea(attrs={"rows": 7}),
            "description_en": forms.Textarea(attrs={"rows": 7}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }
        help_texts: ClassVar = {
            "summary_id": _("Satu kalimat untuk daftar dan hasil pencarian."),
            "condition_note": _(
                "Tampil di halaman bila kondisi bukan “Baik”, misalnya sampai kapan perbaikan berjalan."
            ),
            "slug": _("Kosongkan untuk dibuat dari nama. Hanya huruf kecil, angka, dan tanda hubung."),
        }

    def __init__(self, *args: Any, officer: Person, instance: Destination | None = None, **options: Any) -> None:
        # Validation writes into the instance; the page must go on showing what is stored.
        super().__init__(*args, instance=copy.copy(instance) if instance else None, **options)
        self.fields["district_code"] = forms.ChoiceField(
            label=_("Kecamatan"), choices=[("", _("Pilih kecamatan")), *district_choices()]
        )
        self.fields["village_code"] = forms.ChoiceField(
            label=_("Kelurahan atau desa"), choices=village_choices(), required=False
        )
        self.fields["opd"].queryset = list_own_opd(officer)
        self.fields["opd"].required = not maintains_whole_pemda(officer)
        required = self.fields["opd"].required
        self.fields["opd"].empty_label = _("Pilih OPD") if required else _("Tanpa OPD (seluruh daerah)")
        self.fields["slug"].required = False
        self.fields["phone"].validators.append(PHONE)

    def clean(self) -> dict[str, Any]:
        """Refuse a point outside of the Pemda and a village of another kecamatan, at their fields."""
        data = super().clean() or {}
        if "latitude" in data and "longitude" in data:
            try:
                refuse_outside(data["latitude"], data["longitude"])
            except DomainError as error:
                self.add_error("latitude", str(error.message))
        village, district = data.get("village_code", ""), data.get("district_code", "")
        if village and district and not village.startswith(district):
            self.add_error("village_code", _("Kelurahan atau desa ini bukan di kecamatan yang dipilih."))
        return data

    def facts(self) -> DestinationFacts:
        """What the valid form states."""
        names = [name for name in self.Meta.fields if name in DestinationFacts.__dataclass_fields__]
        return DestinationFacts(**{name: self.cleaned_data[name] for name in names})


class DayForm(forms.Form):
    """The hours of one weekday; both empty means closed."""

    opens = forms.TimeField(label=pgettext_lazy("jam buka", "Buka"), required=False, widget=TimeInput)
    closes = forms.TimeField(label=pgettext_lazy("jam buka", "Tutup"), required=False, widget=TimeInput)

    def __init__(self, *args: Any, day: Weekday, **options: Any) -> None:
        super().__init__(*args, prefix=f"jam-{day.value}", **options)
        self.day = day
        self.fields["opens"].label = _("%(day)s buka") % {"day": day.label}
        self.fields["closes"].label = _("%(day)s tutup") % {"day": day.label}

    def clean(self) -> dict[str, Any]:
        """Refuse half a pair, and a day that closes before it opens."""
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens is None and closes is not None and "opens" not in self.errors:
            self.add_error("opens", _("Isi juga jam buka, atau kosongkan keduanya bila tutup."))
        elif opens is not None and closes is None and "closes" not in self.errors:
            self.add_error("closes", _("Isi juga jam tutup, atau kosongkan keduanya bila tutup."))
        elif opens is not None and closes is not None:
            try:
                check_hours(opens, closes)
            except DomainError as error:
                self.add_error("closes", str(error.message))
        return data

    def row(self) -> DayRow | None:
        """The day's hours, or None for a closed day."""
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return DayRow(weekday=int(self.day), opens=opens, closes=closes) if opens is not None else None


def week_forms(data: Any, destination: Destination | None) -> list[DayForm]:
    """Seven forms from Monday."""
    known = {row.weekday: row for row in destination.hours.all()} if destination else {}
    forms_of_week = []
    for day in Weekday:
        row = known.get(day.value)
        initial = {"opens": row.opens, "closes": row.closes} if row else {}
        forms_of_week.append(DayForm(data, day=day, initial=initial))
    return forms_of_week


class TariffForm(forms.Form):
    """One tariff; a line left empty is no tariff."""

    label = forms.ChoiceField(label=_("Untuk"), choices=[("", _("Pilih")), *Tariff.Payer.choices], required=False)
    amount = forms.IntegerField(
        label=_("Tarif (Rp)"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Isi bilangan bulat tanpa titik, misalnya 15000.")},
    )
    valid_from = forms.DateField(label=_("Berlaku mulai"), required=False, widget=DateInput)
    valid_until = forms.DateField(label=_("Berlaku sampai"), required=False, widget=DateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse half a line, a negative amount, and an end before the beginning."""
        data = super().clean() or {}
        if data.get("DELETE") or self._is_empty(data):
            return data
        for name in ("label", "amount", "valid_from"):
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("Wajib diisi."))
        if not self.errors:
            try:
                check_tariff(self.row())
            except DomainError as error:
                self.add_error(error.field, str(error.message))
        return data

    def _is_empty(self, data: dict[str, Any]) -> bool:
        """Whether nobody wrote anything in the line; the date it begins with is proposed, not written."""
        return not self.errors and not data.get("label") and data.get("amount") is None and not data.get("valid_until")

    def row(self) -> TariffRow:
        """The tariff of a filled line."""
        return TariffRow(**{name: self.cleaned_data[name] for name in TariffRow.__dataclass_fields__})

    @property
    def is_filled(self) -> bool:
        """Whether the line states a tariff that stays."""
        return bool(self.cleaned_data.get("label")) and not self.cleaned_data.get("DELETE")


class BaseTariffFormSet(forms.BaseFormSet):
    """The lines of tariffs; no payer owes two on one day."""

    def clean(self) -> None:
        """Refuse tariffs that overlap, at the later line."""
        if any(form.errors for form in self.forms):
            return
        filled = [form for form in self.forms if form.is_filled]
        index = overlapping_tariff([form.row() for form in filled])
        if index is not None:
            filled[index].add_error("valid_from", overlap_text())
            raise forms.ValidationError(overlap_text())

    def rows(self) -> list[TariffRow]:
        """The filled lines."""
        return [form.row() for form in self.forms if form.is_filled]


def tariff_forms(data: Any, destination: Destination | None) -> BaseTariffFormSet:
    """The tariffs of the destination with three empty lines."""
    factory = forms.formset_factory(
        TariffForm, formset=BaseTariffFormSet, extra=3, max_num=40, absolute_max=40, can_delete=True
    )
    known = destination.tariffs.all() if destination else []
    names = list(TariffRow.__dataclass_fields__)
    initial = [{name: getattr(tariff, name) for name in names} for tariff in known]
    return factory(data, prefix="tarif", initial=initial or [{"valid_from": local_today().replace(day=1)}])
