"""Celery's interface to webhooks."""

from __future__ import annotations

from celery import shared_task

from tenants.models import Pemda
from tenants.tasks import pemda_task
from tenants.webhooks.delivering import deliver, sweep


@pemda_task
def deliver_webhook(*, delivery_id: int) -> int:
    """Try one delivery; a second message finds it claimed or settled. Gives the status, 0 for none."""
    answer = deliver(delivery_id=delivery_id)
    return answer.status if answer else 0


@pemda_task
def sweep_webhooks() -> int:
    """Queue what is due in one Pemda; how many."""
    return sweep()


@shared_task(name="tenants.webhooks.tasks.sweep_everywhere")
def sweep_everywhere() -> int:
    """Send every active Pemda its own message."""
    codes = Pemda.objects.filter(state=Pemda.State.ACTIVE).values_list("code", flat=True)
    return len([sweep_webhooks.delay(pemda=code) for code in codes])
