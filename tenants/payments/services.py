"""Acts on payments. Each locks the payment first; a module's rows are locked after it, never before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.payments.errors import AmountDiffers, AmountInvalid, NoticeInvalid, PaymentClosed, PaymentUnknown
from tenants.payments.models import HIGHEST_AMOUNT, Notice, Payment
from tenants.payments.providers import PAID, NoticeFacts, Provider
from tenants.payments.registry import current_provider, provider_of

State = Payment.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked for: `amount` in whole rupiah, `subject` as (type, key) in the words of the module."""

    module: str
    subject: tuple[str, str]
    amount: int
    label: str
    expires_at: datetime
    return_path: str
    payer: Person | None = None


@transaction.atomic
def open_payment(*, demand: Demand) -> Payment:
    """Ask for money; raises `NoProvider` where the Pemda cannot take any."""
    provider = current_provider()
    if not 0 < demand.amount <= HIGHEST_AMOUNT:
        raise AmountInvalid
    payment = Payment(
        module=demand.module,
        subject_type=demand.subject[0],
        subject_key=demand.subject[1],
        label=demand.label[:160],
        payer=demand.payer,
        amount=demand.amount,
        provider=provider.key,
        expires_at=demand.expires_at,
        return_path=demand.return_path,
    )
    payment.payload = provider.open(payment)
    payment.save()
    record(act="payment.opened", subject=payment, actor=demand.payer, changes={"amount": demand.amount})
    return payment


@transaction.atomic
def settle(*, provider: Provider, notice: NoticeFacts) -> Payment:
    """Take a provider's notice, once for its number, and only for the amount that was asked for.

    Money that comes after the payment was closed is sent back.
    """
    payment = _lock(notice.reference)
    known = Notice.objects.filter(provider=provider.key, number=notice.number).first()
    if known is not None:
        if known.payment_id != payment.pk:
            raise NoticeInvalid
        return payment
    if payment.provider != provider.key:
        raise PaymentUnknown
    if notice.kind == PAID and notice.amount != payment.amount:
        raise AmountDiffers
    outcome = _paid(payment, provider) if notice.kind == PAID else _returned(payment)
    Notice.objects.create(
        payment=payment,
        provider=provider.key,
        number=notice.number,
        kind=notice.kind,
        amount=notice.amount,
        outcome=outcome,
    )
    return payment


def _paid(payment: Payment, provider: Provider) -> str:
    if payment.state == State.WAITING:
        payment.state, payment.paid_at = State.PAID, timezone.now()
        payment.save(update_fields=["state", "paid_at"])
        record(act="payment.paid", subject=payment, actor=payment.provider, changes={"amount": payment.amount})
        return Notice.Outcome.SETTLED
    if payment.state in {State.EXPIRED, State.CANCELLED}:
        payment.paid_at = timezone.now()
        _send_back(payment, provider, amount=payment.amount, reason="")
        return Notice.Outcome.LATE
    return Notice.Outcome.REPEATED


def _returned(payment: Payment) -> str:
    if payment.state != State.REFUND_DUE:
        return Notice.Outcome.REPEATED
    payment.state, payment.refunded_at = State.REFUNDED, timezone.now()
    payment.save(update_fields=["state", "refunded_at"])
    record(act="payment.refunded", subject=payment, actor=payment.provider, changes={"amount": payment.refund_amount})
    return Notice.Outcome.REFUNDED


@transaction.atomic
def expire_payment(*, reference: str) -> Payment:
    """Close a payment whose time is over; one that is closed already stays as it is."""
    payment = _lock(reference)
    if payment.state == State.WAITING and payment.expires_at <= timezone.now():
        payment.state = State.EXPIRED
        payment.save(update_fields=["state"])
        record(act="payment.expired", subject=payment)
    return payment


@transaction.atomic
def cancel_payment(*, reference: str, actor: Person | None) -> Payment:
    """Close a payment that waits; raises `PaymentClosed` once money came."""
    payment = _lock(reference)
    if payment.state == State.WAITING:
        payment.state = State.CANCELLED
        payment.save(update_fields=["state"])
        record(act="payment.cancelled", subject=payment, actor=actor)
    elif payment.state not in {State.CANCELLED, State.EXPIRED}:
        raise PaymentClosed
    return payment


@transaction.atomic
def refund_payment(*, reference: str, amount: int, reason: str, actor: Person | None) -> Payment:
    """Send money back, once; raises `PaymentClosed` where none came or it is on its way back already."""
    payment = _lock(reference)
    if payment.state != State.PAID:
        raise PaymentClosed
    if not 0 < amount <= payment.amount:
        raise AmountInvalid
    _send_back(payment, provider_of(payment.provider), amount=amount, reason=reason, actor=actor)
    return payment


def _send_back(payment: Payment, provider: Provider, *, amount: int, reason: str, actor: Person | None = None) -> None:
    payment.state, payment.refund_amount, payment.reason = State.REFUND_DUE, amount, reason[:200]
    if provider.refund(payment, amount):
        payment.state, payment.refunded_at = State.REFUNDED, timezone.now()
    payment.save(update_fields=["state", "refund_amount", "reason", "paid_at", "refunded_at"])
    act = "payment.refunded" if payment.state == State.REFUNDED else "payment.refund_due"
    record(act=act, subject=payment, actor=actor, changes={"amount": amount, "reason": payment.reason})


def _lock(reference: str) -> Payment:
    payment = Payment.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if payment is None:
        raise PaymentUnknown
    return payment
