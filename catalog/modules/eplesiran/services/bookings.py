"""Acts on bookings: book, issue once paid, let go when the time is over, cancel.

Locks are taken in one order everywhere: payment, booking, day.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.errors import (
    BookingFixed,
    BookingUnknown,
    DayNotSold,
    FormSpent,
    NoTickets,
    QuotaSpent,
    TooManyHeld,
    VisitorsInvalid,
)
from catalog.modules.eplesiran.models import Booking, Destination, Ticket, TicketDay, TicketOffer
from catalog.modules.eplesiran.selectors.destinations import find_published_by_id
from catalog.modules.eplesiran.services.ticket_messages import tell_ended, tell_issued, tell_refunded
from catalog.modules.eplesiran.ticket_codes import new_code
from catalog.modules.eplesiran.ticket_days import offer_of, ordered, prices_on, sale_day
from catalog.modules.eplesiran.wording import date_text
from catalog.sdk import payments
from catalog.sdk.context import local_today, module_settings
from catalog.sdk.payments import PaymentFacts, PaymentState
from catalog.sdk.people import Person
from catalog.sdk.records import record

State = Booking.State
MOST_HELD = 3


def book_tickets(
    *, person: Person, destination_id: int, day: date, visitors: Mapping[str, int], key: uuid.UUID
) -> Booking:
    """Hold places for the day until they are paid, or issue the tickets at once where they are free.

    Sent twice with one key, it is one booking. Never gives more places than the day's quota.
    """
    release_overdue(destination_id=destination_id, day=day)
    try:
        return _book(person=person, destination_id=destination_id, day=day, visitors=visitors, key=key)
    except IntegrityError as error:
        if "eplesiran_never_oversold" in str(error):
            raise QuotaSpent(field="visitors") from None
        # The same form twice at the same moment: the other one made the booking.
        known = Booking.objects.filter(key=key).first()
        if known is None:
            raise
        return _own(known, person)


@transaction.atomic
def _book(*, person: Person, destination_id: int, day: date, visitors: Mapping[str, int], key: uuid.UUID) -> Booking:
    known = Booking.objects.filter(key=key).first()
    if known is not None:
        return _own(known, person)
    destination = find_published_by_id(destination_id)
    offer = offer_of(destination)
    if offer is None:
        raise NoTickets
    wanted = _wanted(visitors)
    counter = _lock_day(destination, offer, day)
    prices = prices_on(destination, offer, day)
    _refuse(person, destination, offer, counter, wanted, prices)
    # The database adds: should two ever pass the lock together, its CHECK refuses the one too many.
    TicketDay.objects.filter(pk=counter.pk).update(taken=F("taken") + sum(wanted.values()))
    booking = _insert(person, destination, offer, day, wanted, prices, key)
    record(act="eplesiran.tickets_booked", subject=booking, actor=person, changes={"seats": booking.seats})
    if booking.amount:
        _ask_for_money(booking)
    else:
        _issue(booking)
    return booking


def _own(booking: Booking, person: Person) -> Booking:
    if booking.person_id != person.pk:
        raise FormSpent
    return booking


def _wanted(visitors: Mapping[str, int]) -> dict[str, int]:
    wanted = {payer: number for payer, number in visitors.items() if number}
    if not wanted or any(number < 0 for number in wanted.values()):
        raise VisitorsInvalid(field="visitors")
    most = module_settings("eplesiran")["most_visitors"]
    if sum(wanted.values()) > most:
        raise VisitorsInvalid(too_many_text(most), field="visitors")
    return wanted


def too_many_text(most: int) -> str:
    """What a booking for too many visitors is told."""
    return _("Satu pesanan paling banyak untuk %(most)s pengunjung.") % {"most": most}


def _lock_day(destination: Destination, offer: TicketOffer, day: date) -> TicketDay:
    """The day's counter, locked until the transaction ends; all who book this day stand in line here."""
    found = TicketDay.objects.select_for_update().filter(destination=destination, day=day)
    counter = found.first()
    if counter is None:
        TicketDay.objects.bulk_create(
            [TicketDay(destination=destination, day=day, quota=offer.daily_quota)], ignore_conflicts=True
        )
        counter = found.get()
    return counter


def _refuse(
    person: Person,
    destination: Destination,
    offer: TicketOffer,
    counter: TicketDay,
    wanted: Mapping[str, int],
    prices: Mapping[str, int],
) -> None:
    on_sale = sale_day(destination, offer, counter.day, counter)
    if not on_sale.is_sold and not on_sale.is_full:
        raise DayNotSold(field="day")
    if on_sale.left < sum(wanted.values()):
        raise QuotaSpent(field="visitors")
    if set(wanted) - set(prices):
        raise VisitorsInvalid(field="visitors")
    if Booking.objects.filter(person=person, state=State.HELD, held_until__gt=timezone.now()).count() >= MOST_HELD:
        raise TooManyHeld


def _insert(
    person: Person,
    destination: Destination,
    offer: TicketOffer,
    day: date,
    wanted: Mapping[str, int],
    prices: Mapping[str, int],
    key: uuid.UUID,
) -> Booking:
    booking = Booking.objects.create(
        key=key,
        destination=destination,
        person=person,
        holder_name=person.name,
        day=day,
        seats=sum(wanted.values()),
        amount=sum(prices[payer] * number for payer, number in wanted.items()),
        legal_basis=offer.legal_basis,
    )
    Ticket.objects.bulk_create(
        Ticket(booking=booking, code=new_code(), payer=payer, amount=prices[payer])
        for payer in ordered(wanted)
        for _turn in range(wanted[payer])
    )
    return booking


def _ask_for_money(booking: Booking) -> None:
    minutes = module_settings("eplesiran")["hold_minutes"]
    booking.held_until = timezone.now() + timedelta(minutes=minutes)
    facts = payments.ask_payment(
        module="eplesiran",
        subject=booking,
        amount=booking.amount,
        payer=booking.person,
        label=f"{booking.destination.name}, {date_text(booking.day)}",
        expires_at=booking.held_until,
        return_path=booking.get_absolute_url(),
    )
    booking.payment_reference = facts.reference
    booking.save(update_fields=["held_until", "payment_reference"])


def _issue(booking: Booking) -> None:
    booking.state, booking.issued_at = State.ISSUED, timezone.now()
    booking.save(update_fields=["state", "issued_at"])
    record(act="eplesiran.tickets_issued", subject=booking, actor=booking.person)
    tell_issued(booking)


def release_overdue(*, destination_id: int, day: date) -> None:
    """Let go of places on that day that were held and not paid in time."""
    overdue = Booking.objects.filter(
        destination_id=destination_id, day=day, state=State.HELD, held_until__lte=timezone.now()
    )
    for reference in list(overdue.order_by("pk").values_list("payment_reference", flat=True)):
        payments.expire(reference=reference)


@transaction.atomic
def payment_changed(facts: PaymentFacts) -> None:
    """Follow the payment: tickets for money, places back for none; told twice, it does it once."""
    booking = _lock(Booking.objects.filter(payment_reference=facts.reference))
    if booking is None:
        return
    if facts.state == PaymentState.PAID and booking.state == State.HELD:
        _issue(booking)
    elif facts.state == PaymentState.EXPIRED and booking.state == State.HELD:
        _end(booking, State.EXPIRED)
        record(act="eplesiran.booking_expired", subject=booking)
        tell_ended(booking)
    elif facts.state == PaymentState.REFUNDED:
        tell_refunded(booking, facts.refund_amount)


def cancel_booking(*, person: Person, key: uuid.UUID) -> Booking:
    """Give the places back, and the money by the Pemda's rule; refused on the day and once a ticket was used."""
    booking = Booking.objects.filter(key=key, person=person).first()
    if booking is None:
        raise BookingUnknown
    return _cancel_held(booking) if booking.state == State.HELD else _cancel_issued(booking)


@transaction.atomic
def _cancel_held(booking: Booking) -> Booking:
    try:
        payments.cancel(reference=booking.payment_reference, actor=booking.person)
    except payments.PaymentClosed:
        raise BookingFixed from None
    locked = _lock(Booking.objects.filter(pk=booking.pk))
    if locked is None or locked.state != State.HELD:
        raise BookingFixed
    _end(locked, State.CANCELLED)
    record(act="eplesiran.booking_cancelled", subject=locked, actor=locked.person)
    return locked


@transaction.atomic
def _cancel_issued(booking: Booking) -> Booking:
    share = refund_of(booking)
    if share is None:
        raise BookingFixed
    if share:
        try:
            payments.refund(
                reference=booking.payment_reference, amount=share, reason=str(booking), actor=booking.person
            )
        except payments.PaymentClosed:
            raise BookingFixed from None
    locked = _lock(Booking.objects.filter(pk=booking.pk))
    if locked is None or refund_of(locked) is None:
        raise BookingFixed
    locked.refund_amount = share
    _end(locked, State.CANCELLED)
    changes = {"refund_amount": share}
    record(act="eplesiran.booking_cancelled", subject=locked, actor=locked.person, changes=changes)
    tell_ended(locked)
    return locked


def refund_of(booking: Booking) -> int | None:
    """What a cancellation returns now, in rupiah; None where the booking can no longer be cancelled."""
    settings = module_settings("eplesiran")
    if booking.state != State.ISSUED or (booking.day - local_today()).days < settings["refund_days"]:
        return None
    if Ticket.objects.filter(booking=booking, used_at__isnull=False).exists():
        return None
    return booking.amount * settings["refund_percent"] // 100


def _end(booking: Booking, state: str) -> None:
    booking.state, booking.ended_at = state, timezone.now()
    booking.save(update_fields=["state", "ended_at", "refund_amount"])
    days = TicketDay.objects.filter(destination_id=booking.destination_id, day=booking.day)
    days.update(taken=F("taken") - booking.seats)


def _lock(found: QuerySet[Booking]) -> Booking | None:
    return found.select_for_update(of=("self",)).select_related("destination").first()
