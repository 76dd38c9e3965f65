"""Visits and takings of the destinations that an officer maintains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from catalog.modules.eplesiran.models import Booking, Scan, Ticket
from catalog.modules.eplesiran.selectors.destinations import list_maintained
from catalog.sdk.context import current_pemda
from catalog.sdk.payments import Payment, PaymentState, list_payments
from catalog.sdk.people import Person

BY_DAY, BY_PLACE, BY_PAYER = "hari", "tempat", "golongan"
KEYS = {BY_DAY: "booking__day", BY_PLACE: "booking__destination__name", BY_PAYER: "payer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a report is about: visits from one day to another, at one destination or all."""

    first: date
    last: date
    place: int | None = None
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: tickets sold, visitors who came, and rupiah taken."""

    key: Any
    sold: int
    came: int
    taken: int


def report_lines(*, officer: Person, span: Span, by: str) -> list[Line]:
    """Sold, came and taken by day, destination or kind of visitor; only valid tickets count."""
    key = KEYS[by]
    rows = (
        _tickets(officer, span)
        .values(key)
        .annotate(sold=Count("pk"), came=Count("pk", filter=Q(used_at__isnull=False)), taken=Sum("amount"))
        .order_by(key)
    )
    return [Line(row[key], row["sold"], row["came"], row["taken"] or 0) for row in rows]


def detail_lines(*, officer: Person, span: Span) -> list[tuple[date, str, Line]]:
    """The same for each day, destination and kind of visitor, for the export."""
    rows = (
        _tickets(officer, span)
        .values("booking__day", "booking__destination__name", "payer")
        .annotate(sold=Count("pk"), came=Count("pk", filter=Q(used_at__isnull=False)), taken=Sum("amount"))
        .order_by("booking__day", "booking__destination__name", "payer")
    )
    return [
        (
            row["booking__day"],
            row["booking__destination__name"],
            Line(row["payer"], row["sold"], row["came"], row["taken"] or 0),
        )
        for row in rows
    ]


def kept_of_cancelled(*, officer: Person, span: Span) -> int:
    """Rupiah that stayed when bookings were cancelled without all of it going back."""
    rows = _bookings(officer, span).filter(state=Booking.State.CANCELLED, issued_at__isnull=False)
    return rows.aggregate(kept=Sum(F("amount") - F("refund_amount")))["kept"] or 0


def refused_checks(*, officer: Person, span: Span) -> int:
    """How many checks at the gates let nobody in."""
    places = list_maintained(officer=officer).values("pk")
    found = Scan.objects.filter(destination__in=places, at__range=_moments(span.first, span.last))
    if span.place:
        found = found.filter(destination_id=span.place)
    return found.exclude(answer=Scan.Answer.ADMITTED).count()


def list_reconciled(*, officer: Person, first: date, last: date, state: str = "", text: str = "") -> QuerySet[Payment]:
    """The payments for bookings of the officer's destinations that were asked for on these days, latest first."""
    bookings = Booking.objects.filter(destination__in=list_maintained(officer=officer).values("pk"))
    found = list_payments("eplesiran").filter(
        reference__in=bookings.values("payment_reference"), created_at__range=_moments(first, last)
    )
    if state in PaymentState.values:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(Q(label__icontains=word) | Q(reference__icontains=word))
    return found


def unmatched(payments: QuerySet[Payment]) -> int:
    """Payments whose money and tickets do not agree; anything but 0 is a fault."""
    paid = payments.filter(state=PaymentState.PAID).values_list("reference", flat=True)
    fine = Booking.objects.filter(payment_reference__in=paid).filter(
        Q(state=Booking.State.ISSUED) | Q(state=Booking.State.CANCELLED, issued_at__isnull=False)
    )
    return paid.count() - fine.count()


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The first and the last moment of the days, in the active Pemda's zone."""
    zone = current_pemda().zone
    return datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone)


def _bookings(officer: Person, span: Span) -> QuerySet[Booking]:
    places = list_maintained(officer=officer).values("pk")
    found = Booking.objects.filter(destination__in=places, day__gte=span.first, day__lte=span.last)
    return found.filter(destination_id=span.place) if span.place else found


def _tickets(officer: Person, span: Span) -> QuerySet[Ticket]:
    bookings = _bookings(officer, span).filter(state=Booking.State.ISSUED)
    found = Ticket.objects.filter(booking__in=bookings.values("pk"))
    return found.filter(payer=span.payer) if span.payer else found
