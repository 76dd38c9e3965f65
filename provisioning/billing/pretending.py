"""Events as Stripe would send them (API 2026-10-28.endive): for the demonstration, drills and tests.

They come in by the same door as Stripe's, signed with a secret that this installation knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

API_VERSION = "2026-10-28.endive"
DAY, MONTH = 86_400, 30 * 86_400
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pretended:
    """One event: its id, and the bytes that are signed and sent."""

    id: str
    body: bytes


def event(kind: str, found: Mapping[str, Any], *, key: str, created: int, livemode: bool = False) -> Pretended:
    """An event about the object as it was at that moment."""
    whole = {
        "id": f"evt_{key}",
        "object": "event",
        "api_version": API_VERSION,
        "created": created,
        "data": {"object": dict(found)},
        "livemode": livemode,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    return Pretended(whole["id"], json.dumps(whole, indent=2).encode())  # type: ignore[arg-type]


def subscription(
    key: str, *, code: str, status: str, period_end: int, rupiah: int = 1_500_000, plan: str = "Adopsi Kabupaten"
) -> Object:
    """A subscription of one plan, paid each month."""
    price = {
        "id": "price_adopsi",
        "object": "price",
        "currency": "idr",
        "nickname": plan,
        "recurring": {"interval": "month", "interval_count": 1},
        "unit_amount": rupiah * 100,
    }
    item = {"id": f"si_{key}", "current_period_end": period_end, "price": price, "quantity": 1}
    return {
        "id": f"sub_{key}",
        "object": "subscription",
        "cancel_at_period_end": False,
        "currency": "idr",
        "customer": f"cus_{key}",
        "ended_at": None,
        "items": {"object": "list", "data": [item]},
        "metadata": {"pemda": code} if code else {},
        "status": status,
    }


def invoice(key: str, *, of: str, status: str, number: int, at: int, rupiah: int = 1_500_000) -> Object:
    """The invoice with this number of the subscription `of`, made at that moment."""
    is_paid = status == "paid"
    return {
        "id": f"in_{key}",
        "object": "invoice",
        "amount_due": rupiah * 100,
        "amount_paid": rupiah * 100 if is_paid else 0,
        "attempt_count": 1,
        "currency": "idr",
        "customer": f"cus_{of}",
        "customer_email": "bendahara@pemda.example",
        "due_date": at + 14 * DAY,
        "hosted_invoice_url": f"https://invoice.stripe.com/i/{key}" if status != "draft" else None,
        "next_payment_attempt": None,
        "number": f"ADP-{of[:12].upper()}-{number:04}" if status != "draft" else None,
        "parent": {"type": "subscription_details", "subscription_details": {"subscription": f"sub_{of}"}},
        "status": status,
        "status_transitions": {
            "finalized_at": at if status != "draft" else None,
            "paid_at": at + DAY if is_paid else None,
        },
    }


def month(key: str, *, number: int, starts: int, is_paid: bool) -> Iterator[Pretended]:
    """One month: an invoice is made, sent, and paid, or not paid for want of money."""
    name = f"{key}_{number}"

    def about(kind: str, status: str, after: int) -> Pretended:
        found = invoice(name, of=key, status=status, number=number, at=starts)
        mark = kind.rpartition(".")[2]
        return event(f"invoice.{kind}", found, key=f"{name}_{mark}", created=starts + after)

    yield about("created", "draft", 0)
    yield about("finalized", "open", 60)
    if is_paid:
        yield about("paid", "paid", DAY)
        yield about("payment_succeeded", "paid", DAY)
    else:
        yield about("payment_failed", "open", 2 * DAY)


def life(key: str, *, code: str, now: datetime, paid: int, status: str = "active") -> Iterator[Pretended]:
    """A subscription that was paid for so many months, in order; a last month without money where it is past due."""
    is_late = status == "past_due"
    begins = int(now.timestamp()) - (paid + is_late) * MONTH + 3 * DAY
    first = subscription(key, code=code, status="incomplete", period_end=begins + MONTH)
    yield event("customer.subscription.created", first, key=f"{key}_created", created=begins - 60)
    for number in range(paid):
        starts = begins + number * MONTH
        yield from month(key, number=number + 1, starts=starts, is_paid=True)
        found = subscription(key, code=code, status="active", period_end=starts + MONTH)
        yield event("customer.subscription.updated", found, key=f"{key}_renewed{number}", created=starts + DAY)
    if is_late:
        starts = begins + paid * MONTH
        yield from month(key, number=paid + 1, starts=starts, is_paid=False)
        found = subscription(key, code=code, status="past_due", period_end=starts + MONTH)
        yield event("customer.subscription.updated", found, key=f"{key}_late", created=starts + 2 * DAY)


def end(key: str, *, code: str, at: int) -> Iterator[Pretended]:
    """It is not prolonged, and ends."""
    found = subscription(key, code=code, status="active", period_end=at + MONTH)
    ending = {**found, "cancel_at_period_end": True}
    yield event("customer.subscription.updated", ending, key=f"{key}_ending", created=at)
    ended = {**ending, "status": "canceled", "ended_at": at + MONTH}
    yield event("customer.subscription.deleted", ended, key=f"{key}_ended", created=at + MONTH)
