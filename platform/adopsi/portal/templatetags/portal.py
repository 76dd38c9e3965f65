"""Dates in the Pemda's zone and the reader's language, phone numbers, and an article's text."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from adopsi.accounts.phone import for_reading
from adopsi.portal.prose import to_html
from adopsi.portal.snippets import mark_words
from adopsi.portal.snippets import snippet as cut_around
from tenants.places.clock import format_date, format_datetime, relative_time

register = template.Library()


def _language() -> str:
    return (get_language() or "id")[:2]


@register.filter
def ago(moment: datetime) -> str:
    """`2 jam lalu`, `Kemarin`, `3 hari lalu`, or the date."""
    zone = timezone.get_current_timezone_name()
    return relative_time(moment, timezone.now(), _language(), zone=zone)


@register.filter
def local_date(moment: datetime) -> str:
    """`22 November 2026`."""
    return format_date(timezone.localtime(moment).date(), _language())


@register.filter
def local_datetime(moment: datetime) -> str:
    """`22 November 2026 14.30 WITA`; at pusat, whose clock is not a region's, in Tangerang's zone."""
    zone = timezone.get_current_timezone_name()
    return format_datetime(moment, "Asia/Jakarta" if zone == "UTC" else zone, _language())


@register.filter
def month_name(first: date) -> str:
    """`November 2026`."""
    return format_date(first, _language()).partition(" ")[2]


@register.filter
def marked(text: str, query: str) -> SafeString:
    """The text with the words of a search marked."""
    return mark_words(text, query)


@register.filter
def snippet(text: str, query: str) -> SafeString:
    """What surrounds the words of a search, with them marked."""
    return cut_around(text, query)


@register.filter
def phone(number: str) -> str:
    """`0812-3456-7890`."""
    return for_reading(number)


@register.filter
def prose(text: str) -> SafeString:
    """The text with its few marks as HTML, everything else escaped."""
    return to_html(text)
