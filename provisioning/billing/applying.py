"""Applying one event: what it moves, whom it tells and its mark in the ledger, all in one transaction of the owner.

Events come in any order. Each thing stands by the most final and then newest event that was seen of it, so that every
order ends in the same state; a Pemda is that of the newest event with a known code. An event whose subscription is not
bound yet waits in the ledger and is applied when it is.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from provisioning.billing import telling
from provisioning.billing.facts import (
    INVOICES,
    SUBSCRIPTIONS,
    WITHOUT_OBJECT,
    InvoiceFacts,
    SubscriptionFacts,
    read_invoice,
    read_subscription,
)
from provisioning.billing.hints import hint
from provisioning.billing.models import Event, Invoice, Retry, Standing, Subscription
from provisioning.billing.telling import Notice
from tenants.errors import DomainError
from tenants.models import Pemda
from tenants.router import OWNER

log = logging.getLogger("adopsi.billing")
# An event that takes its worker with it each time, or breaks it, must not do so for ever.
MOST_ATTEMPTS = 10
# One event at a time in the whole installation: what one writes decides what the next may.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('adopsi.billing'))"
State = Event.State


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an event: its state, a word for machines, whose it is, and what its Pemda is told."""

    state: str
    outcome: str
    pemda_code: str = ""
    notice: Notice | None = None


def apply_event(key: int) -> str:
    """Apply the event if it waits, once however often this runs; its outcome, empty where nothing waited."""
    _count_attempt(key)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(LOCK)
        event = Event.objects.using(OWNER).select_for_update().get(pk=key)
        if not _is_waiting(event):
            return ""
        verdict = Verdict(State.FAILED, "gave_up") if event.attempts > MOST_ATTEMPTS else _verdict_on(event)
        _mark(event, verdict)
    log.info("stripe event %s %s: %s", event.event_id, event.state, event.outcome)
    return event.outcome


def _count_attempt(key: int) -> None:
    """Before the work, in a transaction of its own: a worker that dies cannot count afterwards."""
    Event.objects.using(OWNER).filter(pk=key, state=State.RECEIVED).update(attempts=F("attempts") + 1)


def _is_waiting(event: Event) -> bool:
    is_wanted = Retry.objects.using(OWNER).filter(event=event, is_taken=False).update(is_taken=True)
    if is_wanted and event.may_be_retried:
        event.attempts = 1
        return True
    return event.state == State.RECEIVED


def _verdict_on(event: Event) -> Verdict:
    try:
        with transaction.atomic(using=OWNER):
            if event.type.startswith(SUBSCRIPTIONS):
                return _apply_subscription(event)
            if event.type.startswith(INVOICES) and event.type not in WITHOUT_OBJECT:
                return _apply_invoice(event)
    except DomainError as refusal:
        log.error("stripe event %s cannot be applied: %s %s", event.event_id, refusal.code, refusal.field or "")
        return Verdict(State.FAILED, f"{refusal.code}:{refusal.field}" if refusal.field else refusal.code)
    return Verdict(State.IGNORED, "not_needed")


def _mark(event: Event, verdict: Verdict) -> None:
    event.state, event.outcome, event.pemda_code = verdict.state, verdict.outcome, verdict.pemda_code
    if verdict.notice:
        people = telling.tell(code=verdict.pemda_code, notice=verdict.notice, event=event)
        event.told, event.told_people = verdict.notice.act if people else "", people
    event.applied_at = timezone.now()
    event.save(
        update_fields=["state", "outcome", "pemda_code", "told", "told_people", "applied_at", "attempts"], using=OWNER
    )


# --- subscriptions ------------------------------------------------------------------------------------


def _apply_subscription(event: Event) -> Verdict:
    facts = read_subscription(event.payload)
    row = Subscription.objects.using(OWNER).filter(stripe_id=facts.stripe_id).first()
    if facts.code and not _is_known(facts.code):
        return Verdict(State.UNBOUND, "unknown_code")
    if not facts.code and row is None:
        return Verdict(State.UNBOUND, "no_code")
    before = (row.status, row.cancel_at_period_end) if row else ("", False)
    is_new, row = row is None, row or Subscription(stripe_id=facts.stripe_id)
    is_rebound = bool(facts.code) and (is_new or _moment_of(event) > (row.bound_created, row.bound_event))
    if is_rebound:
        row.pemda_code, row.bound_created, row.bound_event = facts.code, event.created, event.event_id
    finality = Subscription.FINALITY.get(facts.status, 0)
    is_moved = is_new or _counts_more(event, finality, row)
    if is_moved:
        _move(row, event, finality, facts, leave=("code",))
    if is_moved or is_rebound:
        row.save(using=OWNER)
    if is_new:
        _take_up_waiting(row, event)
    notice = telling.of_subscription(row, before) if is_moved else None
    return Verdict(State.APPLIED, "moved" if is_moved else "older", row.pemda_code, notice)


def _is_known(code: str) -> bool:
    return Pemda.objects.using(OWNER).filter(pk=code, sandbox_of=None).exists()


def _take_up_waiting(row: Subscription, event: Event) -> None:
    """What waited for this subscription to be somebody's is to be applied now."""
    waiting = Event.objects.using(OWNER).filter(subscription_id=row.stripe_id, state=State.UNBOUND).exclude(pk=event.pk)
    keys = list(waiting.exclude(outcome="unknown_code").order_by("created", "event_id").values_list("pk", flat=True))
    Event.objects.using(OWNER).filter(pk__in=keys).update(state=State.RECEIVED, outcome="", attempts=0)
    for key in keys:
        hint(key, using=OWNER)


# --- invoices -----------------------------------------------------------------------------------------


def _apply_invoice(event: Event) -> Verdict:
    facts = read_invoice(event.payload, is_deleted=event.type == "invoice.deleted")
    subscription = Subscription.objects.using(OWNER).filter(stripe_id=facts.subscription_id).first()
    if subscription is None:
        return Verdict(State.UNBOUND, "no_subscription" if facts.subscription_id else "not_ours")
    row = Invoice.objects.using(OWNER).filter(stripe_id=facts.stripe_id).first()
    before = row.status if row else ""
    is_new, row = row is None, row or Invoice(stripe_id=facts.stripe_id, subscription=subscription)
    finality = Invoice.FINALITY.get(facts.status, 0)
    is_moved = is_new or _counts_more(event, finality, row)
    if is_moved:
        _move(row, event, finality, facts, leave=("subscription_id",))
        row.save(using=OWNER)
    notice = telling.of_invoice(row, before, has_failed=event.type == "invoice.payment_failed")
    return Verdict(State.APPLIED, "moved" if is_moved else "older", subscription.pemda_code, notice)


# --- order --------------------------------------------------------------------------------------------


def _moment_of(event: Event) -> tuple[Any, str]:
    return event.created, event.event_id


def _counts_more(event: Event, finality: int, row: Standing) -> bool:
    """Whether the thing stands by this event from now on: it is more final, or as final and newer."""
    return (finality, *_moment_of(event)) > (row.finality, row.newest_created, row.newest_event)


def _move(
    row: Standing, event: Event, finality: int, facts: SubscriptionFacts | InvoiceFacts, *, leave: tuple[str, ...]
) -> None:
    for name, value in asdict(facts).items():
        if name not in leave:
            setattr(row, name, value)
    row.finality, row.newest_created, row.newest_event = finality, event.created, event.event_id
