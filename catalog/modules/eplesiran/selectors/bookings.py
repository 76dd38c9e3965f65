"""Reading bookings and tickets: citizens see their own."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from catalog.modules.eplesiran.errors import BookingUnknown
from catalog.modules.eplesiran.models import Booking, Destination, Scan
from catalog.sdk.context import local_now, local_today
from catalog.sdk.people import Person

OPEN = Q(state__in=[Booking.State.HELD, Booking.State.ISSUED])


def list_own_bookings(*, person: Person, tab: str = "") -> QuerySet[Booking]:
    """The person's bookings: `datang` those to come, soonest first; `lewat` the others, latest first; else all."""
    found = Booking.objects.filter(person=person).select_related("destination").prefetch_related("tickets")
    if tab == "datang":
        return found.filter(OPEN, day__gte=local_today()).order_by("day", "pk")
    if tab == "lewat":
        return found.exclude(OPEN & Q(day__gte=local_today())).order_by("-day", "-pk")
    return found.order_by("-day", "-pk")


def find_own_booking(*, person: Person, key: uuid.UUID) -> Booking:
    """One booking of the person; raises `BookingUnknown`."""
    booking = list_own_bookings(person=person).filter(key=key).first()
    if booking is None:
        raise BookingUnknown
    return booking


def list_checks_today(*, destination: Destination) -> QuerySet[Scan]:
    """Today's checks at the destination, latest first."""
    start = local_now().replace(hour=0, minute=0, second=0, microsecond=0)
    found = Scan.objects.filter(destination=destination, at__gte=start)
    return found.select_related("ticket__booking", "officer").order_by("-at", "-pk")
