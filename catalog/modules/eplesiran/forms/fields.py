"""Fields and widgets that several forms share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from catalog.sdk import places
from catalog.sdk.context import current_pemda

PHONE = RegexValidator(
    re.compile(r"^\+?[0-9][0-9 ()-]{4,18}$"), _("Isi nomor telepon dengan angka, misalnya 0451 421 234.")
)


class CoordinateField(forms.FloatField):
    """Degrees with a point or, as many people write them, a comma."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": _("Isi derajat desimal, misalnya -1,7653.")})
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> float | None:
        """The number of degrees."""
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of date and time, in the Pemda's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def district_choices() -> list[tuple[str, str]]:
    """The kecamatan of the active Pemda, for a select."""
    return [(district.code, district.name) for district in places.list_districts(current_pemda().code)]


def village_choices() -> list[Any]:
    """The kelurahan and desa of the active Pemda under their kecamatan, for a select."""
    groups: list[Any] = [("", _("Belum dipilih"))]
    for district in places.list_districts(current_pemda().code):
        rows = [(village.code, village.display_name) for village in places.list_villages(district.code)]
        groups.append((district.display_name, rows))
    return groups
