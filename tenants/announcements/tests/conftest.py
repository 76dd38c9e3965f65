"""Poso and Karawang with real commits, each with its IT admin, and the team's Tiara."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tenants.announcements.models import Announcement
from tenants.announcements.services import Wording, send_announcement, write_announcement
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of

POSO, KARAWANG = "72.02", "32.15"


@pytest.fixture
def tiara(fresh: str, person: Callable[..., Any]) -> Any:
    """A member of the team, with commits that are real."""
    with at_pusat():
        return person("Tiara", kind="tim_pusat")


@pytest.fixture
def rina(fresh: str, person: Callable[..., Any]) -> Any:
    """Poso's IT admin."""
    with inside(pemda_of(POSO)):
        return person("Rina", kind="admin_ti")


@pytest.fixture
def wording() -> Callable[..., Wording]:
    """Makes the words of an announcement."""

    def make(**changes: Any) -> Wording:
        texts = {
            "title_id": "Pemeliharaan Sabtu malam",
            "title_en": "Maintenance on Saturday night",
            "body_id": "Layanan berhenti satu jam.\n\nMohon kabarkan.",
            "body_en": "Services stop for an hour.\n\nPlease tell people.",
            "severity": "info",
            "audience": "all",
        }
        return Wording(**(texts | changes))

    return make


@pytest.fixture
def sent(tiara: Any, wording: Callable[..., Wording]) -> Callable[..., Announcement]:
    """Sends an announcement to Poso, or to the codes given."""

    def send(*codes: str, **changes: Any) -> Announcement:
        with at_pusat():
            draft = write_announcement(wording=wording(**changes), actor=tiara)
            return send_announcement(draft=draft, codes=codes or (POSO,), actor=tiara)

    return send
