"""Filters for times and durations on screen: in the Pemda's zone and the reader's language; at pusat in WIB."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tenants.places.clock import format_date, format_datetime, format_number, relative_time

register = template.Library()
PUSAT_ZONE = "Asia/Jakarta"


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """`22 November 2026 14.30 WITA`; a dash where there is none."""
    return format_datetime(value, _zone(context), _language()) if value else "–"


@register.simple_tag(takes_context=True)
def ago(context: Context, value: datetime | None) -> SafeString | str:
    """`2 jam lalu` in a `<time>` element whose title is the whole date."""
    if not value:
        return "–"
    zone = _zone(context)
    text = relative_time(value, timezone.now(), _language(), zone=zone)
    whole = format_datetime(value, zone, _language())
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), whole, text)


@register.filter
def day(text: str) -> str:
    """`2026-11-22` as `22 November 2026`."""
    return format_date(date.fromisoformat(text), _language())


@register.filter
def duration(milliseconds: float | None) -> str:
    """`85 md` under a second, else `1,2 dtk`; nothing for None."""
    if milliseconds is None:
        return ""
    if milliseconds < 1000:
        return _("%(count)s md") % {"count": round(milliseconds)}
    return _("%(count)s dtk") % {"count": format_number(milliseconds / 1000, _language(), decimals=1)}


@register.filter
def seconds(value: float | None) -> str:
    """As `duration`, of seconds."""
    return duration(value * 1000) if value is not None else ""


@register.filter
def duration_of_run(run: Any) -> str:
    """How long a finished run took."""
    return duration(run.seconds * 1000) if run.seconds is not None else ""


@register.filter
def number(value: float | None) -> str:
    """`1.234` in Indonesian, `1,234` in English."""
    return format_number(value, _language()) if value is not None else "–"


def _zone(context: Context) -> str:
    pemda = context.get("pemda")
    return getattr(pemda, "time_zone", "") or PUSAT_ZONE


def _language() -> str:
    return get_language() or "id"
