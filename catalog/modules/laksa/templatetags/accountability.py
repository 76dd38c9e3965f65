"""Filters of the accountability page."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import get_language

from catalog.sdk.places import format_date

register = template.Library()


@register.filter
def share(hundredths: int | None) -> str:
    """`87%`; a dash for what is not told."""
    return "–" if hundredths is None else f"{hundredths}%"


@register.filter
def month_name(month: date) -> str:
    """`November 2026`."""
    return format_date(month, get_language() or "id").partition(" ")[2]


@register.filter
def month_mark(month: date) -> str:
    """`Nov`, and with the year in January: what fits below a bar."""
    name = month_name(month)
    return f"{name[:3]} {month.year % 100:02d}" if month.month == 1 else name[:3]
