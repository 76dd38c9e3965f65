"""Messages that ask the provisioner to apply an event, sent when what they are about is committed."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

APPLY = "provisioning.billing.tasks.apply_event"


def hint(key: int, *, using: str) -> None:
    """Send the message after the commit; one that is lost is made up for by beat."""

    def send() -> None:
        current_app.send_task(APPLY, kwargs={"event_id": key}, queue="provisioning")

    transaction.on_commit(send, using=using, robust=True)
