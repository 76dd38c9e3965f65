"""Asking for money: a module names a subject and an amount, and hears when it is paid, expired or returned.

    facts = ask_payment(module="eplesiran", subject=booking, amount=30000, payer=person, label="…",
                        expires_at=…, return_path=booking.get_absolute_url())
    return redirect(pay_path(facts.reference))

The manifest's `payment_changed` names a function that takes `PaymentFacts`. It runs in the transaction of the change,
may run twice, and must lock its own rows after the payment (the core has locked that already). Where the Pemda has no
provider `can_be_paid()` is False and `ask_payment` raises `NoProvider`. How a bank's provider is added stands in
`tenants.payments.providers`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from catalog.payments import PaymentFacts, cancel, expire, facts_of, refund
from tenants.accounts.models import Person
from tenants.payments.errors import NoProvider, PaymentClosed, PaymentUnknown
from tenants.payments.models import Payment
from tenants.payments.selectors import can_be_paid, list_of_module
from tenants.payments.services import Demand, open_payment

PaymentState = Payment.State

__all__ = [
    "NoProvider",
    "Payment",
    "PaymentClosed",
    "PaymentFacts",
    "PaymentState",
    "PaymentUnknown",
    "ask_payment",
    "can_be_paid",
    "cancel",
    "expire",
    "list_payments",
    "pay_path",
    "refund",
]


def ask_payment(
    *,
    module: str,
    subject: models.Model,
    amount: int,
    payer: Person,
    label: str,
    expires_at: datetime,
    return_path: str,
) -> PaymentFacts:
    """Ask the person for an amount of whole rupiah for one row of the module; open until `expires_at`."""
    demand = Demand(
        module=module,
        subject=(subject._meta.label_lower, str(subject.pk)),
        amount=amount,
        payer=payer,
        label=label,
        expires_at=expires_at,
        return_path=return_path,
    )
    return facts_of(open_payment(demand=demand))


def pay_path(reference: str) -> str:
    """The page on which the payer pays."""
    return reverse("pay", args=[reference])


def list_payments(module: str) -> QuerySet[Payment]:
    """The module's payments, latest first, for its reconciliation."""
    return list_of_module(module)
