"""Trying a delivery: claimed, signed, sent, noted; later again where it was not taken, for about a day."""

from __future__ import annotations

import json
import random
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tenants.context import current_pemda
from tenants.webhooks import notices
from tenants.webhooks.models import Attempt, Delivery, Endpoint, Event
from tenants.webhooks.publishing import queue
from tenants.webhooks.sending import Answer, post
from tenants.webhooks.signing import sign

# After the first try; eight tries within 23.6 hours.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 7 * 3600, 9 * 3600))
JITTER = 0.2
# A message in the broker may wait no longer than it remembers who has it; what is later is found by the sweep.
SOON_SECONDS = 400.0
# Whoever claimed a delivery and died has it taken from them.
LEASE = timedelta(seconds=60)
DISABLED_AFTER = timedelta(days=2)
FORGOTTEN_AFTER = timedelta(days=30)
GONE = 410
AGENT = "Adopsi-Webhooks/1"
MOST_AT_ONCE = 500


def deliver(*, delivery_id: int) -> Answer | None:
    """Try one delivery if it is due and its address active; None where there was nothing to do, or somebody is at it."""
    now = timezone.now()
    delivery = Delivery.objects.select_related("endpoint", "event").filter(pk=delivery_id).first()
    if delivery is None or delivery.endpoint.state != Endpoint.State.ACTIVE:
        return None
    # One UPDATE over the row's own columns claims it: of two workers one gets the row.
    due = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING, next_at__lte=now)
    if not due.update(next_at=now + LEASE):
        return None
    answer = post(delivery.endpoint.url, body=body_of(delivery.event), headers=_headers(delivery))
    _note(delivery, answer)
    return answer


def body_of(event: Event) -> bytes:
    """The payload, the same in each attempt: Standard Webhooks' `type`, `timestamp` and `data`, and a rising number."""
    payload = {
        "type": event.kind,
        "timestamp": event.created_at.isoformat(timespec="milliseconds"),
        "sequence": event.pk,
        "pemda": current_pemda().code,
        "subject": event.subject,
        "data": event.data,
    }
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()


def _headers(delivery: Delivery) -> dict[str, str]:
    endpoint, event, now = delivery.endpoint, delivery.event, int(time.time())
    keys = [endpoint.secret]
    if endpoint.former_until is not None and endpoint.former_until > timezone.now():
        keys.append(endpoint.former_secret)
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": event.message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": sign(keys=keys, message_id=event.message_id, timestamp=now, body=body_of(event)),
    }


@transaction.atomic
def _note(delivery: Delivery, answer: Answer) -> None:
    """Write the attempt and what follows from it."""
    now = timezone.now()
    endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None:
        # Removed while the other side was answering.
        return
    Attempt.objects.create(
        delivery=delivery,
        status=answer.status,
        problem=answer.problem,
        answer=answer.text,
        milliseconds=answer.milliseconds,
    )
    delivery.tries += 1
    if answer.is_taken:
        _settle(delivery, Delivery.State.DELIVERED, now)
        Endpoint.objects.filter(pk=endpoint.pk).exclude(failing_since=None).update(failing_since=None)
        return
    if answer.status == GONE or delivery.tries > len(WAITS):
        _settle(delivery, Delivery.State.FAILED, now)
    else:
        _wait(delivery, now)
    _note_failure(endpoint, answer, now)


def _settle(delivery: Delivery, state: str, now: datetime) -> None:
    delivery.state, delivery.next_at, delivery.settled_at = state, None, now
    delivery.save(update_fields=["state", "next_at", "settled_at", "tries"])


def _wait(delivery: Delivery, now: datetime) -> None:
    wait = WAITS[delivery.tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads load
    delivery.next_at = now + wait
    delivery.save(update_fields=["next_at", "tries"])
    if wait.total_seconds() <= SOON_SECONDS:
        queue([delivery.pk], in_seconds=wait.total_seconds() + 1)


def _note_failure(endpoint: Endpoint, answer: Answer, now: datetime) -> None:
    """Disable an address that says it is gone, or at which nothing has arrived for days, and tell the IT admins."""
    since = endpoint.failing_since or now
    is_over = answer.status == GONE or now - since >= DISABLED_AFTER
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=since)
    if is_over and endpoint.state == Endpoint.State.ACTIVE:
        Endpoint.objects.filter(pk=endpoint.pk).update(state=Endpoint.State.DISABLED)
        notices.tell_disabled(endpoint, is_gone=answer.status == GONE)


def sweep() -> int:
    """Queue what is due and has no message any more, forget former secrets and old events; how many are due."""
    now = timezone.now()
    due = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=now, endpoint__state=Endpoint.State.ACTIVE)
    keys = list(due.order_by("event_id").values_list("pk", flat=True)[:MOST_AT_ONCE])
    queue(keys)
    Endpoint.objects.filter(former_until__lte=now).update(former_secret=None, former_until=None)
    old = Event.objects.filter(created_at__lt=now - FORGOTTEN_AFTER).values_list("pk", flat=True)
    Event.objects.filter(pk__in=list(old[:MOST_AT_ONCE])).delete()
    return len(keys)
