"""Filters that write reports the house's way."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from catalog.modules.laksa import presenters
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.selectors import is_late
from catalog.sdk.places import format_number

register = template.Library()

register.filter("moment", presenters.moment)
register.filter("day", presenters.day)
register.filter("ago", presenters.ago)
register.filter("place", presenters.place_label)
register.filter("full_place", presenters.full_place)
register.filter("public_name", presenters.reporter_for_public)
register.filter("is_late", is_late)


@register.filter
def badge(report: Report) -> dict[str, str]:
    """The report's stage as words, hue and icon."""
    return presenters.merged_badge() if report.merged_into_id else presenters.stage_badge(report.stage)


@register.filter
def number(value: Any) -> str:
    """A number in the reader's language; a dash for nothing."""
    return "–" if value is None else format_number(value, get_language() or "id")


@register.filter
def decimal(value: Any) -> str:
    """A number with one decimal in the reader's language; a dash for nothing."""
    return "–" if value is None else format_number(value, get_language() or "id", decimals=1)
