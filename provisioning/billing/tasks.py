"""Celery's interface to billing, for the provisioner. Messages are hints; the ledger is the truth."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from provisioning.billing import applying
from provisioning.billing.hints import APPLY
from provisioning.billing.models import Event, Retry

log = logging.getLogger("adopsi.billing")
# A message needs a moment before somebody may call it lost.
QUIET_AFTER = timedelta(seconds=20)
MOST_AT_ONCE = 500


@shared_task(name=APPLY, autoretry_for=(OperationalError,), max_retries=5, retry_backoff=2)
def apply_event(*, event_id: int) -> str:
    """Apply one event of the ledger, if it waits; what came of it."""
    return applying.apply_event(event_id)


@shared_task(name="provisioning.billing.tasks.sweep_events")
def sweep_events() -> int:
    """Send a message for each event that waits and that nobody took, in Stripe's order; how many."""
    before = timezone.now() - QUIET_AFTER
    waiting = Event.objects.filter(state=Event.State.RECEIVED, received_at__lt=before).order_by("created", "event_id")
    wanted = Retry.objects.filter(is_taken=False, asked_at__lt=before).values_list("event_id", flat=True)
    keys = [*waiting.values_list("pk", flat=True)[:MOST_AT_ONCE], *wanted[:MOST_AT_ONCE]]
    if keys:
        log.warning("sweeper takes over %s events of stripe", len(keys))
    for key in dict.fromkeys(keys):
        apply_event.delay(event_id=key)
    return len(keys)
