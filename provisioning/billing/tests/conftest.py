"""Deliveries as Stripe makes them, and what they add up to."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from provisioning.billing import applying, gateway, services
from provisioning.billing.models import Event, Invoice, Subscription
from tenants.context import inside
from tenants.notifications.models import Notification
from tenants.router import OWNER

SECRET, SECOND = "whsec_first", "whsec_second"
NOW = 1_790_000_000


@pytest.fixture(autouse=True)
def billing(settings):
    """Billing with one secret, in test mode."""
    settings.ADOPSI_STRIPE_WEBHOOK_SECRETS = [SECRET]
    settings.ADOPSI_STRIPE_LIVEMODE = False


def deliver(pretended, *, secret=SECRET):
    """Bring one event to the door, signed now; its row."""
    header = gateway.sign(pretended.body, secret=secret, at=int(time.time()))
    return services.take_delivery(body=pretended.body, header=header)


def apply_all():
    """What the provisioner does with everything that waits, until nothing does."""
    waiting = Event.objects.using(OWNER).filter(state="received").order_by("created", "event_id")
    while keys := list(waiting.values_list("pk", flat=True)):
        for key in keys:
            applying.apply_event(key)


def standing():
    """Everything that events decide, without numbers of rows."""
    leave = {"id", "subscription_id"}
    found = {
        model.__name__: [
            {name: value for name, value in row.items() if name not in leave}
            for row in model.objects.using(OWNER).order_by("stripe_id").values()
        ]
        for model in (Subscription, Invoice)
    }
    found["owners"] = sorted(Invoice.objects.using(OWNER).values_list("stripe_id", "subscription__stripe_id"))
    found["ledger"] = sorted(Event.objects.using(OWNER).values_list("event_id", "state"))
    return found


def notices_in(*places):
    """How many messages there are about each event: `{row of the ledger: messages}`."""
    found = {}
    for place in places:
        with inside(place):
            for path in Notification.objects.filter(kind="inti.langganan").values_list("path", flat=True):
                key = int(path.partition("#")[2])
                found[key] = found.get(key, 0) + 1
    return found


def forget(*places):
    """Empty the ledger and the inboxes."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("TRUNCATE billing_event, billing_retry, billing_subscription, billing_invoice")
    for place in places:
        with inside(place):
            Notification.objects.filter(kind="inti.langganan").delete()


@contextmanager
def undone():
    """What the owner writes in the block is as if it had never been."""
    with transaction.atomic(using=OWNER):
        yield
        transaction.set_rollback(True, using=OWNER)
