"""What is read out of Stripe's objects (API 2026-10-28.endive), and what of them is kept at all.

Names, addresses and mail of whoever pays stay at Stripe: the ledger keeps the keys in `KEPT` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from provisioning.billing.errors import EventUnreadable, ForeignCurrency
from provisioning.billing.models import Invoice, Subscription

KEPT = frozenset(
    {
        "id", "object", "status", "metadata", "customer", "currency", "items", "cancel_at_period_end", "cancel_at",
        "ended_at", "number", "amount_due", "amount_paid", "hosted_invoice_url", "due_date", "status_transitions",
        "parent", "next_payment_attempt", "attempt_count",
    }
)  # fmt: skip
SUBSCRIPTIONS, INVOICES = "customer.subscription.", "invoice."
# It announces an invoice that does not exist yet.
WITHOUT_OBJECT = ("invoice.upcoming",)
CODE = "pemda"
# Stripe counts rupiah in hundredths.
HUNDREDTHS = 100
Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionFacts:
    """What one event says of a subscription; `code` is empty where its metadata names no Pemda."""

    stripe_id: str
    code: str
    customer_id: str
    plan: str
    amount: int
    interval: str
    status: str
    period_end: datetime | None
    cancel_at_period_end: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """What one event says of an invoice; `subscription_id` is empty for one that belongs to none."""

    stripe_id: str
    subscription_id: str
    number: str
    status: str
    amount: int
    amount_paid: int
    hosted_url: str
    due_at: datetime | None
    issued_at: datetime | None
    paid_at: datetime | None
    next_attempt_at: datetime | None


def kept(found: Object) -> dict[str, Any]:
    """The part of Stripe's object that the ledger keeps."""
    return {name: value for name, value in found.items() if name in KEPT}


def subscription_of(kind: str, found: Object) -> str:
    """The id of the subscription that an event is about; empty where it is about none, or cannot be read."""
    if kind.startswith(SUBSCRIPTIONS):
        return str(found.get("id") or "")
    return str(_parent(found).get("subscription") or "") if kind.startswith(INVOICES) else ""


def read_subscription(found: Object) -> SubscriptionFacts:
    """The facts; raises EventUnreadable or ForeignCurrency."""
    items = _map(found, "items").get("data")
    if not isinstance(items, list) or not items:
        raise EventUnreadable(field="items")
    price = _map(items[0], "price")
    ends = [end for item in items if (end := _moment(item, "current_period_end"))]
    return SubscriptionFacts(
        stripe_id=_text(found, "id"),
        code=str(_map(found, "metadata").get(CODE) or "").strip(),
        customer_id=_text(found, "customer"),
        plan=str(price.get("nickname") or price.get("lookup_key") or price.get("id") or "")[:120],
        amount=sum(_rupiah(item, _map(item, "price"), "unit_amount") for item in items),
        interval=str(_map(price, "recurring").get("interval") or "")[:10],
        status=_status(found, Subscription.Status.values),
        period_end=max(ends, default=None),
        cancel_at_period_end=found.get("cancel_at_period_end") is True,
        ended_at=_moment(found, "ended_at"),
    )


def read_invoice(found: Object, *, is_deleted: bool) -> InvoiceFacts:
    """The facts; raises EventUnreadable or ForeignCurrency."""
    moments = _map(found, "status_transitions")
    return InvoiceFacts(
        stripe_id=_text(found, "id"),
        subscription_id=str(_parent(found).get("subscription") or ""),
        number=str(found.get("number") or "")[:60],
        status=Invoice.Status.DELETED if is_deleted else _status(found, Invoice.Status.values),
        amount=_rupiah({}, found, "amount_due"),
        amount_paid=_rupiah({}, found, "amount_paid"),
        hosted_url=_address(found),
        due_at=_moment(found, "due_date"),
        issued_at=_moment(moments, "finalized_at"),
        paid_at=_moment(moments, "paid_at"),
        next_attempt_at=_moment(found, "next_payment_attempt"),
    )


def _parent(found: Object) -> Object:
    return _map(_map(found, "parent"), "subscription_details")


def _map(found: Object, name: str) -> Object:
    value = found.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(found: Object, name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 255:
        raise EventUnreadable(field=name)
    return value


def _status(found: Object, known: list[str]) -> str:
    value = _text(found, "status")
    if value not in known:
        raise EventUnreadable(field="status")
    return value


def _moment(found: Object, name: str) -> datetime | None:
    value = found.get(name)
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise EventUnreadable(field=name) from None


def _rupiah(item: Object, found: Object, name: str) -> int:
    """The amount in whole rupiah, times the item's quantity."""
    value, quantity = found.get(name), item.get("quantity", 1)
    if not isinstance(value, int) or not isinstance(quantity, int) or min(value, quantity) < 0:
        raise EventUnreadable(field=name)
    if found.get("currency") != "idr" or value % HUNDREDTHS:
        raise ForeignCurrency
    return value * quantity // HUNDREDTHS


def _address(found: Object) -> str:
    """Stripe's page of the invoice; nothing else becomes a link in the console."""
    value = str(found.get("hosted_invoice_url") or "")
    return value if value.startswith("https://") and len(value) <= 1000 else ""
