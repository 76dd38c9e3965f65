"""How the wall cuts its rows into slides and draws its marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from adopsi.theme.templatetags.theme import icon

register = template.Library()

ALERT_ICONS = {
    "down": "server-crash",
    "escalated": "siren",
    "spike": "flame",
    "late": "clock",
    "waiting": "hourglass",
}


@register.simple_tag
def alert_icon(kind: str) -> SafeString:
    """The icon of a kind of alert."""
    return icon(ALERT_ICONS.get(str(kind), "triangle-alert"), "icon icon-lg")


@register.filter
def slides(rows: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """The rows in groups of at most `size`."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


@register.filter
def signed(change: int) -> str:
    """`+12%`, `-4%` or `±0%`."""
    return f"{change:+d}%" if change else "±0%"


@register.filter
def mark_at(share: int) -> float:
    """Where a target's mark begins, so that it is not cut off at the end of the bar."""
    return min(share, 99.4)
