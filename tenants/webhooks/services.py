"""Acts of a Pemda's IT admin on webhooks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.webhooks.errors import NoEvents, NotWaitedFor, TooManyWebhooks, UnsafeWebhook, WebhookNotActive
from tenants.webhooks.models import Delivery, Endpoint, Event
from tenants.webhooks.publishing import queue, send_to
from tenants.webhooks.sending import is_safe_url
from tenants.webhooks.signing import make_secret

MOST = 20
BOTH_VALID = timedelta(hours=24)
TEST_KIND = "inti.percobaan"
MOST_REPLAYED = 1000


def add_webhook(
    *, actor: Person, name: str, url: str, kinds: Collection[str], offered: Collection[str]
) -> tuple[Endpoint, str]:
    """Add an address; gives it with its secret, which is never shown again. `offered` are the kinds that exist."""
    require_admin(actor)
    _refuse(url, kinds, offered)
    secret = make_secret()
    with transaction.atomic():
        if Endpoint.objects.count() >= MOST:
            raise TooManyWebhooks
        endpoint = Endpoint.objects.create(name=name.strip(), url=url, kinds=sorted(set(kinds)), secret=secret)
        record(act="webhook.added", subject=endpoint, actor=actor, changes={"url": url, "kinds": endpoint.kinds})
    return endpoint, secret


@transaction.atomic
def change_webhook(
    *, actor: Person, endpoint: Endpoint, name: str, url: str, kinds: Collection[str], offered: Collection[str]
) -> Endpoint:
    """Change name, address or kinds; what waits goes to the new address."""
    require_admin(actor)
    # A kind of a module that is off now may stay.
    _refuse(url, kinds, {*offered, *endpoint.kinds})
    new = {"name": name.strip(), "url": url, "kinds": sorted(set(kinds))}
    changes = {key: [getattr(endpoint, key), value] for key, value in new.items() if getattr(endpoint, key) != value}
    for key, value in new.items():
        setattr(endpoint, key, value)
    endpoint.save(update_fields=[*new, "updated_at"])
    record(act="webhook.changed", subject=endpoint, actor=actor, changes=changes)
    return endpoint


def _refuse(url: str, kinds: Collection[str], offered: Collection[str]) -> None:
    if not kinds or not set(kinds) <= set(offered):
        raise NoEvents
    if not is_safe_url(url):
        raise UnsafeWebhook


@transaction.atomic
def rotate_secret(*, actor: Person, endpoint: Endpoint) -> str:
    """Make a new secret; for a day both sign, so that the other side can change theirs without losing a message."""
    require_admin(actor)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = make_secret()
    endpoint.former_secret, endpoint.former_until = endpoint.secret, timezone.now() + BOTH_VALID
    endpoint.secret = secret
    endpoint.save(update_fields=["secret", "former_secret", "former_until", "updated_at"])
    record(act="webhook.secret_rotated", subject=endpoint, actor=actor)
    return secret


@transaction.atomic
def pause_webhook(*, actor: Person, endpoint: Endpoint) -> None:
    """Send nothing for now; what happens meanwhile is kept."""
    require_admin(actor)
    if Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.ACTIVE).update(state=Endpoint.State.PAUSED):
        record(act="webhook.paused", subject=endpoint, actor=actor)


@transaction.atomic
def resume_webhook(*, actor: Person, endpoint: Endpoint) -> int:
    """Send again, first what was kept; how many deliveries that are."""
    require_admin(actor)
    stopped = Endpoint.objects.filter(pk=endpoint.pk).exclude(state=Endpoint.State.ACTIVE)
    if not stopped.update(state=Endpoint.State.ACTIVE, failing_since=None):
        return 0
    kept = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.WAITING)
    kept.update(next_at=timezone.now(), tries=0)
    keys = list(kept.order_by("event_id").values_list("pk", flat=True))
    queue(keys)
    record(act="webhook.resumed", subject=endpoint, actor=actor, changes={"kept": len(keys)})
    return len(keys)


@transaction.atomic
def remove_webhook(*, actor: Person, endpoint: Endpoint) -> None:
    """Forget the address with its deliveries."""
    require_admin(actor)
    record(act="webhook.removed", subject=endpoint, actor=actor, changes={"url": endpoint.url})
    endpoint.delete()


@transaction.atomic
def send_test(*, actor: Person, endpoint: Endpoint) -> Delivery:
    """Send an event that says nothing, to see whether it arrives."""
    require_admin(actor)
    _refuse_stopped(endpoint)
    event = Event.objects.create(kind=TEST_KIND, subject=endpoint.key.hex, data={"message": "Halo dari Adopsi"})
    record(act="webhook.tested", subject=endpoint, actor=actor)
    return send_to(event=event, endpoints=[endpoint])[0]


@transaction.atomic
def replay_delivery(*, actor: Person, delivery: Delivery) -> Delivery:
    """Send one event again with the same id, whether it arrived or not."""
    require_admin(actor)
    _refuse_stopped(delivery.endpoint)
    if not _begin_again(Delivery.objects.filter(pk=delivery.pk)):
        raise NotWaitedFor
    record(act="webhook.replayed", subject=delivery.endpoint, actor=actor, changes={"event": delivery.event.subject})
    return delivery


@transaction.atomic
def replay_failed(*, actor: Person, endpoint: Endpoint, since: datetime) -> int:
    """Send everything again that failed since then, oldest first; how many."""
    require_admin(actor)
    _refuse_stopped(endpoint)
    failed = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.FAILED, event__created_at__gte=since)
    count = len(_begin_again(failed))
    record(act="webhook.replayed", subject=endpoint, actor=actor, changes={"since": since.isoformat(), "count": count})
    return count


def _refuse_stopped(endpoint: Endpoint) -> None:
    if endpoint.state != Endpoint.State.ACTIVE:
        raise WebhookNotActive


def _begin_again(deliveries: QuerySet[Delivery]) -> list[int]:
    settled = deliveries.exclude(state=Delivery.State.WAITING).order_by("event_id")
    keys = list(settled.values_list("pk", flat=True)[:MOST_REPLAYED])
    again = {"state": Delivery.State.WAITING, "tries": 0, "next_at": timezone.now(), "settled_at": None}
    Delivery.objects.filter(pk__in=keys).update(**again)
    queue(keys)
    return keys
