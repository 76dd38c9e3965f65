"""Looking into Pemda for drift: asked for by a person, done by the worker, and how far that has come.

What was found stands in `Drift`; when somebody looked last is a hint for people, so the cache may forget it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from celery import current_app
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from tenants.context import at_pusat
from tenants.models import Pemda

log = logging.getLogger("adopsi.provisioning")
ROUND, LOOKED = "provisioning.round", "provisioning.looked.%s"
# A round that has not ended after this long was given up by its workers.
ROUND_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Round:
    """One look at the whole fleet: how many Pemda it is for, and how many were looked at since."""

    began_at: datetime
    total: int
    done: int

    @property
    def is_finished(self) -> bool:
        """Whether every Pemda was looked at."""
        return self.done >= self.total


def ask_to_look(*, pemda_code: str = "") -> None:
    """Ask the worker to look into one Pemda, or into all; a look can be asked for again at any time."""
    name, facts = ("inspect_one", {"code": pemda_code}) if pemda_code else ("inspect_fleet", {})
    if not pemda_code:
        begin_round()
    try:
        current_app.send_task(f"provisioning.tasks.{name}", kwargs=facts, queue="provisioning")
    except BrokerError:
        log.warning("broker unreachable; nobody looks for drift now")


def codes_to_look_at() -> list[str]:
    """The Pemda and sandboxes whose tables are in use."""
    return list(
        Pemda.objects.filter(state__in=[Pemda.State.ACTIVE, Pemda.State.SUSPENDED]).values_list("pk", flat=True)
    )


def begin_round() -> None:
    """Remember that the whole fleet is to be looked at from now on."""
    with at_pusat():
        cache.set(ROUND, timezone.now(), ROUND_SECONDS)


def note_looked(code: str) -> None:
    """Remember that somebody has looked into the Pemda."""
    with at_pusat():
        cache.set(LOOKED % code, timezone.now(), None)


def looked_at(codes: Iterable[str]) -> dict[str, datetime]:
    """When somebody looked into each of the Pemda, where that is known."""
    keys = {LOOKED % code: code for code in codes}
    with at_pusat():
        return {keys[key]: moment for key, moment in cache.get_many(list(keys)).items()}


def current_round() -> Round | None:
    """The last look at the whole fleet and how far it is; None where nobody asked within the hour."""
    with at_pusat():
        began_at = cache.get(ROUND)
    if began_at is None:
        return None
    codes = codes_to_look_at()
    done = sum(moment >= began_at for moment in looked_at(codes).values())
    return Round(began_at, len(codes), done)
