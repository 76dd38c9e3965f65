"""The outbox: an event and its deliveries are written with the act that they tell of; both happen or neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celery import current_app
from django.db import router, transaction

from tenants.context import current_pemda
from tenants.webhooks.models import Delivery, Endpoint, Event

# By its name: the task's module imports what delivers, and that imports this.
DELIVER = "tenants.webhooks.tasks.deliver_webhook"


def publish(*, kind: str, subject: str, data: Mapping[str, Any]) -> Event | None:
    """Write the event for each address that wants its kind; None where nobody does.

    Addresses that are paused or disabled get theirs as well, and once they are resumed.
    """
    wanting = [each for each in Endpoint.objects.only("pk", "kinds", "state") if kind in each.kinds]
    if not wanting:
        return None
    event = Event.objects.create(kind=kind, subject=subject[:120], data=dict(data))
    send_to(event=event, endpoints=wanting)
    return event


def send_to(*, event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    """Write the event's deliveries to these addresses and have them sent after the commit."""
    made = Delivery.objects.bulk_create([Delivery(endpoint=each, event=event) for each in endpoints])
    queue([each.pk for each in made if each.endpoint.state == Endpoint.State.ACTIVE])
    return made


def queue(keys: list[int], *, in_seconds: float = 0) -> None:
    """Have the deliveries tried after the commit; a message that is lost is made good by the sweep."""
    code = current_pemda().code

    def send() -> None:
        for key in keys:
            arguments = {"pemda": code, "delivery_id": key}
            current_app.send_task(DELIVER, kwargs=arguments, countdown=in_seconds or None)

    transaction.on_commit(send, robust=True, using=router.db_for_write(Delivery))
