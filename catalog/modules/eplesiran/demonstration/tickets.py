"""Tickets of the demonstration: offers, bookings of the last weeks and coming days, payments, and checks at the gates."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from catalog.modules.eplesiran.demonstration.keys import key_of
from catalog.modules.eplesiran.hours import tariffs_on
from catalog.modules.eplesiran.models import Booking, Destination, Scan, Ticket, TicketDay, TicketOffer
from catalog.modules.eplesiran.ticket_codes import new_code
from catalog.modules.eplesiran.ticket_days import VISITORS, ordered
from catalog.modules.eplesiran.wording import date_text
from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.payments import Payment
from catalog.sdk.people import Person
from catalog.sdk.records import record

PLACES, DAYS_BACK, DAYS_AHEAD = 3, 21, 7
LEGAL_BASIS = "Perda tentang Pajak Daerah dan Retribusi Daerah, lampiran tempat rekreasi (contoh peragaan)"
PROVIDER = "peragaan"
GATE = "Gerbang utama"


def fill_tickets(authors: Sequence[Person]) -> None:
    """Let the first destinations that cost something sell tickets, each whole or not at all."""
    for number, place in enumerate(_places()):
        _fill(place, authors, quota=(120, 80, 60)[number % 3])


def _places() -> list[Destination]:
    priced = Destination.objects.filter(is_published=True, tariffs__label="dewasa", tariffs__amount__gt=0)
    return list(priced.distinct().order_by("pk").prefetch_related("tariffs", "hours")[:PLACES])


@transaction.atomic
def _fill(place: Destination, authors: Sequence[Person], *, quota: int) -> None:
    prices = {row.label: row.amount for row in tariffs_on(place, local_today()) if row.label in VISITORS}
    offer, is_new = TicketOffer.objects.get_or_create(
        destination=place,
        defaults={
            "is_open": True,
            "payers": ordered(prices),
            "daily_quota": quota,
            "days_ahead": 30,
            "legal_basis": LEGAL_BASIS,
        },
    )
    if not is_new:
        return
    record(act="eplesiran.offer_saved", subject=place)
    chance = Random(str(key_of("tickets", place.slug)))  # noqa: S311 - invented data, not a secret
    officer = Person.objects.filter(role_grants__role="eplesiran.gerbang").first()
    open_days = {row.weekday for row in place.hours.all()} or set(range(7))
    for ahead in range(-DAYS_BACK, DAYS_AHEAD + 1):
        day = local_today() + timedelta(days=ahead)
        if day.weekday() in open_days:
            _fill_day(offer, day, prices, authors, chance, officer)
    closed = local_today() + timedelta(days=DAYS_AHEAD + 3)
    TicketDay.objects.create(
        destination=place, day=closed, quota=quota, is_closed=True, is_exception=True, note="Pemeliharaan (contoh)"
    )


def _fill_day(
    offer: TicketOffer,
    day: date,
    prices: dict[str, int],
    authors: Sequence[Person],
    chance: Random,
    officer: Person | None,
) -> None:
    busy = 5 if day.weekday() >= 5 else 3
    bookings = [
        _booking(offer, day, prices, chance.choice(authors), chance) for _turn in range(chance.randint(1, busy))
    ]
    seats = sum(booking.seats for booking in bookings if booking.state == Booking.State.ISSUED)
    TicketDay.objects.create(destination=offer.destination, day=day, quota=offer.daily_quota, taken=seats)
    for booking in bookings:
        if booking.state == Booking.State.ISSUED and day <= local_today():
            _let_in(booking, chance, officer)


def _booking(offer: TicketOffer, day: date, prices: dict[str, int], person: Person, chance: Random) -> Booking:
    payers = ["dewasa"] * chance.randint(1, 3)
    payers += [payer for payer in prices if payer != "dewasa" and chance.random() < 0.45]
    state = chance.choices(("terbit", "batal", "kedaluwarsa"), (90, 5, 5))[0]
    made_at = min(
        _moment(day - timedelta(days=chance.randint(0, 4)), 7 + chance.random() * 3),
        timezone.now() - timedelta(hours=1, minutes=chance.randint(0, 300)),
    )
    amount = sum(prices[payer] for payer in payers)
    is_issued = state != "kedaluwarsa"
    booking = Booking.objects.create(
        key=uuid.UUID(int=chance.getrandbits(128), version=4),
        destination=offer.destination,
        person=person,
        holder_name=person.name,
        day=day,
        seats=len(payers),
        amount=amount,
        legal_basis=offer.legal_basis,
        state=state,
        held_until=made_at + timedelta(minutes=15),
        issued_at=made_at + timedelta(minutes=4) if is_issued else None,
        ended_at=None if state == "terbit" else made_at + timedelta(minutes=30),
        refund_amount=amount if state == "batal" else 0,
    )
    booking.payment_reference = _payment(booking, made_at)
    Booking.objects.filter(pk=booking.pk).update(created_at=made_at, payment_reference=booking.payment_reference)
    Ticket.objects.bulk_create(
        Ticket(booking=booking, code=new_code(), payer=payer, amount=prices[payer]) for payer in ordered(payers)
    )
    return booking


def _payment(booking: Booking, made_at: datetime) -> str:
    states = {"terbit": "lunas", "batal": "dikembalikan", "kedaluwarsa": "kedaluwarsa"}
    payment = Payment.objects.create(
        module="eplesiran",
        subject_type="eplesiran.booking",
        subject_key=str(booking.pk),
        label=f"{booking.destination.name}, {date_text(booking.day)}",
        payer=booking.person,
        amount=booking.amount,
        provider=PROVIDER,
        state=states[booking.state],
        told_state=states[booking.state],
        return_path=booking.get_absolute_url(),
        expires_at=booking.held_until,
        paid_at=booking.issued_at,
        refunded_at=booking.ended_at if booking.state == "batal" else None,
        refund_amount=booking.refund_amount,
    )
    Payment.objects.filter(pk=payment.pk).update(created_at=made_at)
    return payment.reference


def _let_in(booking: Booking, chance: Random, officer: Person | None) -> None:
    """Most who booked came; now and then a code is shown twice."""
    is_today = booking.day == local_today()
    for ticket in booking.tickets.all():
        if chance.random() > (0.4 if is_today else 0.9):
            continue
        at = min(_moment(booking.day, 8 + chance.random() * 7), timezone.now() - timedelta(minutes=20))
        Ticket.objects.filter(pk=ticket.pk).update(used_at=at, used_by=officer, used_gate=GATE)
        answers = ["masuk", "terpakai"] if chance.random() < 0.04 else ["masuk"]
        Scan.objects.bulk_create(
            Scan(
                destination_id=booking.destination_id,
                ticket=ticket,
                answer=answer,
                gate=GATE,
                officer=officer,
                at=at + timedelta(minutes=order),
            )
            for order, answer in enumerate(answers)
        )


def _moment(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(), current_pemda().zone) + timedelta(hours=hour)
