"""What tim pusat and a Pemda's IT admin read of billing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from provisioning.billing.models import Event, Invoice, Subscription
from tenants.models import Pemda

# Not a status of Stripe's: the Pemda has no subscription.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Account:
    """How one Pemda stands: its subscription that counts, and what is open."""

    code: str
    name: str
    subscription: Subscription | None
    open_invoices: int = 0
    open_amount: int = 0

    @property
    def status(self) -> str:
        """The subscription's status, or that there is none."""
        return self.subscription.status if self.subscription else NONE

    @property
    def next_payment(self) -> datetime | None:
        """When Stripe asks for money next; None where it never will."""
        return self.subscription.next_payment if self.subscription else None


def list_accounts(*, search: str = "", status: str = "") -> list[Account]:
    """Every Pemda by name; searched by name or code, filtered by status."""
    rows = Pemda.objects.filter(sandbox_of=None).select_related("region")
    if search:
        rows = rows.filter(Q(code__startswith=search) | Q(region__display_name__icontains=search))
    names = dict(rows.order_by("region__display_name").values_list("code", "region__display_name"))
    accounts = _accounts(names)
    return [each for each in accounts if not status or each.status == status]


def account_of(code: str) -> Account | None:
    """How this Pemda stands; None where there is no such Pemda."""
    names = dict(Pemda.objects.filter(pk=code, sandbox_of=None).values_list("code", "region__display_name"))
    return next(iter(_accounts(names)), None)


def _accounts(names: dict[str, str]) -> list[Account]:
    newest: dict[str, Subscription] = {}
    # One that runs counts before one that ended, then the newest.
    for row in Subscription.objects.filter(pemda_code__in=names).order_by("-finality", "newest_created"):
        newest[row.pemda_code] = row
    found = Invoice.objects.filter(status=Invoice.Status.OPEN, subscription__pemda_code__in=names)
    open_ones = {
        row["subscription__pemda_code"]: (row["count"], row["sum"])
        for row in found.values("subscription__pemda_code").order_by().annotate(count=Count("pk"), sum=Sum("amount"))
    }
    return [Account(code, name, newest.get(code), *open_ones.get(code, (0, 0))) for code, name in names.items()]


def subscriptions_of(code: str) -> QuerySet[Subscription]:
    """All subscriptions that the Pemda ever had."""
    return Subscription.objects.filter(pemda_code=code)


def invoices_of(code: str, *, with_drafts: bool) -> QuerySet[Invoice]:
    """The Pemda's invoices, the newest first; drafts are Stripe's own business."""
    rows = Invoice.objects.filter(subscription__pemda_code=code)
    hidden = [] if with_drafts else [Invoice.Status.DRAFT, Invoice.Status.DELETED]
    return rows.exclude(status__in=hidden).select_related("subscription")


def events_of(code: str) -> QuerySet[Event]:
    """The trail of events about the Pemda's subscriptions."""
    ids = Subscription.objects.filter(pemda_code=code).values("stripe_id")
    return Event.objects.filter(Q(subscription_id__in=ids) | Q(pemda_code=code)).defer("payload")


def list_waiting() -> QuerySet[Event]:
    """Events that somebody must look at: they failed, or name no Pemda; with the wishes to try them again."""
    rows = Event.objects.filter(state__in=[Event.State.FAILED, Event.State.UNBOUND]).defer("payload")
    # A query that counts forgets the model's own order.
    counted = rows.annotate(wishes=Count("retries", filter=Q(retries__is_taken=False)))
    return counted.order_by("-created", "-event_id")


def count_waiting() -> int:
    """How many."""
    return list_waiting().count()


def get_event(key: int) -> Event | None:
    """One event of the ledger."""
    return Event.objects.filter(pk=key).first()


def is_late(code: str) -> bool:
    """Whether Stripe waits for this Pemda's money."""
    return Subscription.objects.filter(pemda_code=code, status__in=Subscription.LATE).exists()


def count_late() -> int:
    """How many subscriptions wait for money."""
    return Subscription.objects.filter(status__in=Subscription.LATE).count()


def has_events() -> bool:
    """Whether Stripe ever reached us."""
    return Event.objects.exists()
