"""The acts of the web: write down what Stripe signed, and ask that an event be applied again."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import IntegrityError, transaction

from provisioning.billing import facts, gateway
from provisioning.billing.errors import BillingOff, EventDiffers, NotToRetry
from provisioning.billing.hints import hint
from provisioning.billing.models import Event, Retry
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.errors import NotAllowed
from tenants.router import PUBLIC

log = logging.getLogger("adopsi.billing")


def is_on() -> bool:
    """Whether there is a secret by which Stripe's deliveries can be believed."""
    return bool(settings.ADOPSI_STRIPE_WEBHOOK_SECRETS)


def take_delivery(*, body: bytes, header: str, now: float | None = None) -> Event:
    """Write down an event that Stripe signed, once; applying it is the provisioner's.

    The ledger is the truth and the message a hint: beat finds what was written and never applied.
    """
    if not is_on():
        raise BillingOff
    event = gateway.believe(
        body,
        header,
        secrets=settings.ADOPSI_STRIPE_WEBHOOK_SECRETS,
        livemode=settings.ADOPSI_STRIPE_LIVEMODE,
        now=now,
    )
    row = _row_of(event)
    try:
        with transaction.atomic(using=PUBLIC):
            row.save(force_insert=True)
    except IntegrityError:
        return _known(event)
    hint(row.pk, using=PUBLIC)
    return row


def _row_of(event: gateway.StripeEvent) -> Event:
    return Event(
        event_id=event.id,
        type=event.type,
        created=event.created,
        livemode=event.livemode,
        object_id=str(event.object.get("id") or "")[:255],
        subscription_id=facts.subscription_of(event.type, event.object)[:255],
        payload=facts.kept(event.object),
        digest=event.digest,
        content_digest=event.content_digest,
    )


def _known(event: gateway.StripeEvent) -> Event:
    row = Event.objects.get(event_id=event.id)
    if row.content_digest != event.content_digest:
        log.error("stripe event %s came again with another content", row.event_id)
        raise EventDiffers
    return row


def ask_retry(*, event: Event, actor: Person) -> Retry:
    """Have an event that failed, or that named no Pemda, applied again."""
    if not (actor.is_active and actor.kind == Person.Kind.CENTRAL):
        raise NotAllowed
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        if not event.may_be_retried or event.retries.filter(is_taken=False).exists():
            raise NotToRetry
        wish = Retry.objects.create(event=event, asked_by=actor.name)
        record(act="pusat.billing_retried", subject=event, label=event.event_id, actor=actor)
        hint(event.pk, using=PUBLIC)
    return wish
