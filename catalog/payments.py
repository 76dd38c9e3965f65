"""Payments between the core, which holds the money's state, and the module that asked for it.

Whatever changes a payment here tells its module in the same transaction, so that a paid booking without tickets cannot
be. A module that is parked or waits for its upgrade is told later, by the sweeper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from catalog.activations import is_active
from catalog.registry import get_manifest, hook
from tenants.accounts.models import Person
from tenants.context import current_pemda
from tenants.payments import services
from tenants.payments.models import Payment
from tenants.payments.registry import provider_of
from tenants.payments.selectors import list_overdue, list_untold


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A payment as its module sees it; `state` is a value of `PaymentState`, amounts are whole rupiah."""

    reference: str
    subject_type: str
    subject_key: str
    state: str
    amount: int
    refund_amount: int
    expires_at: datetime


def facts_of(payment: Payment) -> PaymentFacts:
    """What a module may know."""
    return PaymentFacts(
        reference=payment.reference,
        subject_type=payment.subject_type,
        subject_key=payment.subject_key,
        state=payment.state,
        amount=payment.amount,
        refund_amount=payment.refund_amount,
        expires_at=payment.expires_at,
    )


@transaction.atomic
def take_notice(*, provider_key: str, body: bytes, header: str) -> Payment:
    """Take what a gateway sent: check who signed it, settle the payment once, and tell the module."""
    provider = provider_of(provider_key)
    payment = services.settle(provider=provider, notice=provider.read_notice(body, header))
    _tell(payment)
    return payment


@transaction.atomic
def expire(*, reference: str) -> PaymentFacts:
    """Close a payment whose time is over, and tell the module."""
    payment = services.expire_payment(reference=reference)
    _tell(payment)
    return facts_of(payment)


@transaction.atomic
def cancel(*, reference: str, actor: Person | None) -> PaymentFacts:
    """Close a payment that waits; the module that says so needs not be told."""
    return facts_of(_known(services.cancel_payment(reference=reference, actor=actor)))


@transaction.atomic
def refund(*, reference: str, amount: int, reason: str, actor: Person | None) -> PaymentFacts:
    """Send money back; the module that says so is told again only when it is back."""
    return facts_of(_known(services.refund_payment(reference=reference, amount=amount, reason=reason, actor=actor)))


def sweep() -> int:
    """Expire what is overdue and tell modules what they have not heard; how many payments were touched."""
    touched = 0
    for reference in list_overdue(timezone.now()):
        expire(reference=reference)
        touched += 1
    for reference in list_untold():
        with transaction.atomic():
            payment = Payment.objects.select_for_update(of=("self",)).get(reference=reference)
            touched += _tell(payment)
    return touched


def _tell(payment: Payment) -> bool:
    if payment.told_state == payment.state or not is_active(payment.module, current_pemda().code):
        return False
    function = hook(get_manifest(payment.module), "payment_changed")
    if function is not None:
        function(facts_of(payment))
    _known(payment)
    return True


def _known(payment: Payment) -> Payment:
    payment.told_state = payment.state
    payment.save(update_fields=["told_state"])
    return payment
