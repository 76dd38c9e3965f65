"""Celery's interface: answers whose day is over go away."""

from __future__ import annotations

from celery import shared_task

from tenants.idempotency.services import forget_old_answers
from tenants.models import Pemda
from tenants.tasks import pemda_task


@pemda_task
def forget() -> int:
    """Delete one Pemda's answers whose time is over; how many."""
    return forget_old_answers()


@shared_task(name="tenants.idempotency.tasks.forget_everywhere")
def forget_everywhere() -> int:
    """Send every active Pemda its own message."""
    codes = Pemda.objects.filter(state=Pemda.State.ACTIVE).values_list("code", flat=True)
    return len([forget.delay(pemda=code) for code in codes])
