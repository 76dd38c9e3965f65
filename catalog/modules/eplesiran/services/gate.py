"""Acts at the gate: let one visitor in for one ticket, and take a mistaken check back."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.modules.eplesiran.errors import DestinationUnknown, ScanFixed, ScanUnknown, UndoNeedsReason
from catalog.modules.eplesiran.models import Booking, Destination, Scan, Ticket
from catalog.modules.eplesiran.roles import GATEKEEPER, MANAGER
from catalog.modules.eplesiran.ticket_codes import Reading, read_code
from catalog.sdk.context import current_pemda, local_today, module_settings
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Person, has_role, opd_ids_of
from catalog.sdk.records import record

Answer = Scan.Answer
BY_STATE = {
    Booking.State.HELD: Answer.UNPAID,
    Booking.State.EXPIRED: Answer.UNPAID,
    Booking.State.CANCELLED: Answer.CANCELLED,
}


def check_ticket(*, officer: Person, destination_id: int, text: str, gate: str, key: uuid.UUID) -> Scan:
    """Say whether the visitor may enter, and spend the ticket if so; a ticket opens one gate once.

    The same question asked twice (`key`) gets the same answer.
    """
    destination = _destination(officer, destination_id)
    known = Scan.objects.select_related("ticket__booking__destination").filter(key=key, officer=officer).first()
    if known is not None:
        return known
    try:
        return _check(officer=officer, destination=destination, text=text, gate=gate.strip()[:40], key=key)
    except IntegrityError:
        again = Scan.objects.filter(key=key, officer=officer).first()
        if again is None:
            raise
        return again


@transaction.atomic
def _check(*, officer: Person, destination: Destination, text: str, gate: str, key: uuid.UUID) -> Scan:
    reading = read_code(text)
    ticket = _locked_ticket(reading)
    answer = _answer(reading, ticket, destination)
    now = timezone.now()
    scan = Scan.objects.create(
        key=key, destination=destination, ticket=ticket, answer=answer, gate=gate, officer=officer, at=now
    )
    if answer == Answer.ADMITTED and ticket is not None:
        ticket.used_at, ticket.used_by, ticket.used_gate = now, officer, gate
        ticket.save(update_fields=["used_at", "used_by", "used_gate"])
    record(act="eplesiran.ticket_checked", subject=scan, label=destination.name, actor=officer)
    return scan


def _locked_ticket(reading: Reading) -> Ticket | None:
    """The ticket of a code that is ours and genuine, locked after its booking: gates and a cancellation take turns."""
    if not reading.is_genuine or reading.pemda not in {"", current_pemda().code.upper()}:
        return None
    found = Ticket.objects.filter(code=reading.code).first()
    if found is None:
        return None
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=found.booking_id)
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=found.pk)
    ticket.booking = booking
    return ticket


def _answer(reading: Reading, ticket: Ticket | None, destination: Destination) -> Scan.Answer:
    if ticket is None:
        if reading.pemda and reading.pemda != current_pemda().code.upper():
            # The seal of another region's ticket is checked too: all of them carry this installation's.
            return Answer.ELSEWHERE if reading.is_genuine else Answer.FORGED
        return Answer.UNKNOWN if reading.is_genuine else Answer.FORGED
    booking = ticket.booking
    if booking.destination_id != destination.pk:
        return Answer.WRONG_PLACE
    if booking.state != Booking.State.ISSUED:
        return BY_STATE[Booking.State(booking.state)]
    if ticket.used_at is not None:
        return Answer.USED
    return Answer.ADMITTED if booking.day == local_today() else Answer.WRONG_DAY


@transaction.atomic
def undo_check(*, officer: Person, scan_id: int, reason: str) -> Scan:
    """Take back a mistaken admission within the minutes that the Pemda allows; the ticket is good again."""
    found = Scan.objects.filter(pk=scan_id).select_related("destination__opd").first()
    if found is None or found.destination_id not in {place.pk for place in gates_of(officer)}:
        raise ScanUnknown
    if not reason.strip():
        raise UndoNeedsReason(field="reason")
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=found.ticket_id).first()
    scan = Scan.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if ticket is None or not can_undo(scan):
        raise ScanFixed
    scan.undone_at, scan.undone_reason = timezone.now(), reason.strip()[:160]
    scan.save(update_fields=["undone_at", "undone_reason"])
    ticket.used_at, ticket.used_by, ticket.used_gate = None, None, ""
    ticket.save(update_fields=["used_at", "used_by", "used_gate"])
    changes = {"reason": scan.undone_reason}
    record(act="eplesiran.check_undone", subject=scan, label=found.destination.name, actor=officer, changes=changes)
    return scan


def can_undo(scan: Scan) -> bool:
    """Whether the admission may still be taken back."""
    minutes = module_settings("eplesiran")["undo_minutes"]
    is_open = timezone.now() - scan.at <= timedelta(minutes=minutes)
    return scan.answer == Answer.ADMITTED and scan.undone_at is None and is_open


def gates_of(officer: Person) -> list[Destination]:
    """The destinations whose tickets the officer checks, by name; only those that sell or sold tickets."""
    if not has_role(officer, GATEKEEPER, MANAGER):
        return []
    ids = opd_ids_of(officer, GATEKEEPER, MANAGER)
    places = Destination.objects.filter(offer__isnull=False).select_related("opd").order_by("name", "pk")
    return list(places if ids is None else places.filter(opd_id__in=ids))


def _destination(officer: Person, key: int) -> Destination:
    destination = next((place for place in gates_of(officer) if place.pk == key), None)
    if destination is not None:
        return destination
    if not has_role(officer, GATEKEEPER, MANAGER):
        raise NotAllowed
    raise DestinationUnknown
