"""The active Pemda: its facts, its settings of a module, its clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from catalog.activations import settings_of
from tenants.context import current_pemda as _current
from tenants.directory import PemdaFacts, pemda_of
from tenants.errors import NoPemdaActive

__all__ = ["PemdaFacts", "current_pemda", "local_now", "local_today", "module_settings"]


def current_pemda() -> PemdaFacts:
    """The facts of the active Pemda; no query when warm."""
    place = _current()
    facts = place if isinstance(place, PemdaFacts) else pemda_of(place.code)
    if facts is None:
        raise NoPemdaActive(place.code)
    return facts


def module_settings(slug: str) -> dict[str, Any]:
    """The module's settings in the active Pemda, over the manifest's defaults."""
    return settings_of(slug)


def local_now() -> datetime:
    """Now, in the active Pemda's time zone."""
    return timezone.now().astimezone(current_pemda().zone)


def local_today() -> date:
    """Today's date in the active Pemda's time zone; all deadlines count from it."""
    return local_now().date()
