"""A person's rights over what e-Plesiran knows of them (UU 27/2022): a copy, correction, erasure, withdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.models import Booking, Review, Scan, Ticket
from catalog.sdk.people import Person
from catalog.sdk.privacy import Correctable, NothingToCorrect
from catalog.sdk.records import record

# Before the number of a booking; a bare number is a review's.
BOOKING = "pesanan-"


def export_person(person: Person) -> dict[str, Any]:
    """All reviews and bookings of the person, and what they checked at gates, ready for JSON."""
    rows = Review.objects.filter(author=person).select_related("destination").order_by("written_at")
    return {
        "reviews": [
            {
                "destination": row.destination.name,
                "rating": row.rating,
                "text": row.text,
                "state": row.state,
                "reason": row.reason,
                "created_at": row.created_at.isoformat(),
                "written_at": row.written_at.isoformat(),
            }
            for row in rows
        ],
        "bookings": [_booking(row) for row in Booking.objects.filter(person=person).select_related("destination")],
        "gate_checks": list(
            Scan.objects.filter(officer=person).values("at", "gate", "answer", "undone_at", "undone_reason")
        ),
    }


def _booking(row: Booking) -> dict[str, Any]:
    return {
        "destination": row.destination.name,
        "holder_name": row.holder_name,
        "day": row.day.isoformat(),
        "seats": row.seats,
        "amount": row.amount,
        "refund_amount": row.refund_amount,
        "state": row.state,
        "created_at": row.created_at.isoformat(),
        "used_at": [ticket.used_at.isoformat() for ticket in row.tickets.all() if ticket.used_at],
    }


@transaction.atomic
def erase_person(person: Person) -> dict[str, Any]:
    """Delete the person's reviews and take their name off their bookings and checks, whose numbers must still add up."""
    bookings = Booking.objects.filter(person=person).update(person=None, holder_name="")
    checks = Scan.objects.filter(officer=person).update(officer=None)
    Ticket.objects.filter(used_by=person).update(used_by=None)
    if bookings or checks:
        changes = {"bookings": bookings, "checks": checks}
        record(act="eplesiran.names_erased", subject="eplesiran.booking", changes=changes)
    return _erase_reviews(person) | {"bookings_without_name": bookings, "checks_without_name": checks}


def _erase_reviews(person: Person) -> dict[str, Any]:
    """Delete the reviews whole: their words are the person's own, and the rating without them means nothing."""
    _total, by_model = Review.objects.filter(author=person).delete()
    count = by_model.get("eplesiran.Review", 0)
    if count:
        record(act="eplesiran.reviews_erased", subject="eplesiran.review", changes={"count": count})
    return {"reviews_deleted": count}


def consent_withdrawn(person: Person, key: str) -> dict[str, Any]:
    """Reviews rest on their author's consent alone, so without it they go; bookings rest on the law."""
    with transaction.atomic():
        return _erase_reviews(person)


def correctable_data(person: Person) -> list[Correctable]:
    """The words of the person's reviews, and the names on their bookings."""
    reviews = Review.objects.filter(author=person).select_related("destination")
    bookings = Booking.objects.filter(person=person).select_related("destination")
    return [
        *(
            Correctable(str(row.pk), _("Ulasan %(place)s") % {"place": row.destination.name}, row.text)
            for row in reviews
        ),
        *(
            Correctable(f"{BOOKING}{row.pk}", _("Nama pada tiket %(place)s") % {"place": row.destination.name}, name)
            for row in bookings
            if (name := row.holder_name)
        ),
    ]


@transaction.atomic
def correct_data(person: Person, key: str, value: str) -> None:
    """Put the words of a review or the name on a booking right; raises NothingToCorrect for what is not theirs."""
    number = key.removeprefix(BOOKING)
    if not number.isdecimal() or not value.strip():
        raise NothingToCorrect
    if key.startswith(BOOKING):
        _correct_booking(person, int(number), value.strip())
    else:
        _correct_review(person, int(number), value.strip())


def _correct_booking(person: Person, key: int, name: str) -> None:
    booking = Booking.objects.select_for_update(of=("self",)).filter(person=person, pk=key).first()
    if booking is None:
        raise NothingToCorrect
    booking.holder_name = name[:120]
    booking.save(update_fields=["holder_name"])
    record(act="eplesiran.booking_name_changed", subject=booking)


def _correct_review(person: Person, key: int, text: str) -> None:
    review = Review.objects.select_for_update().filter(author=person, pk=key).first()
    if review is None:
        raise NothingToCorrect
    review.text = text[:1000]
    review.save(update_fields=["text"])
    record(act="eplesiran.review_changed", subject=review)


def expired_data(model: str, before: datetime) -> QuerySet:
    """Rows of the model that are older than the moment and still tell of a person."""
    found: dict[str, QuerySet] = {
        "eplesiran.Review": Review.objects.filter(written_at__lt=before),
        "eplesiran.Booking": Booking.objects.filter(created_at__lt=before).exclude(person=None, holder_name=""),
        "eplesiran.Scan": Scan.objects.filter(at__lt=before),
    }
    return found[model]


def expire_data(model: str, rows: QuerySet) -> int:
    """Take the name off bookings, delete the rest whole."""
    return rows.update(person=None, holder_name="") if model == "eplesiran.Booking" else rows.delete()[0]
