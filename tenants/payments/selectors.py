"""Reading payments: a payer sees their own, a module those it asked for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from tenants.accounts.models import Person
from tenants.payments.errors import NoProvider, PaymentUnknown
from tenants.payments.models import Payment
from tenants.payments.registry import current_provider


def can_be_paid() -> bool:
    """Whether the active Pemda has a provider."""
    try:
        current_provider()
    except NoProvider:
        return False
    return True


def find_own_payment(*, person: Person, reference: str) -> Payment:
    """The person's payment; raises `PaymentUnknown` for anybody else's."""
    payment = Payment.objects.filter(reference=reference, payer=person).first()
    if payment is None:
        raise PaymentUnknown
    return payment


def list_of_module(module: str) -> QuerySet[Payment]:
    """All payments that the module asked for, latest first."""
    return Payment.objects.filter(module=module)


def list_overdue(now: datetime) -> list[str]:
    """The references of payments that wait beyond their time, the oldest first."""
    rows = Payment.objects.filter(state=Payment.State.WAITING, expires_at__lte=now)
    return list(rows.order_by("expires_at", "pk").values_list("reference", flat=True))


def list_untold() -> list[str]:
    """The references of payments whose module has not heard of their state."""
    return list(Payment.objects.exclude(state=F("told_state")).order_by("pk").values_list("reference", flat=True))
