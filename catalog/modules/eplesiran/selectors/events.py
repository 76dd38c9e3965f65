"""Reading the event calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from catalog.modules.eplesiran.errors import EventUnknown
from catalog.modules.eplesiran.models import Destination, Event
from catalog.modules.eplesiran.roles import MANAGER
from catalog.sdk.context import current_pemda
from catalog.sdk.people import Person, has_role, opd_ids_of


def list_published_events(
    *, text: str = "", starts_before: datetime | None = None, ends_after: datetime | None = None
) -> QuerySet[Event]:
    """Published events by their beginning, those that touch the span from `ends_after` to `starts_before`."""
    found = _with_words(Event.objects.filter(is_published=True), text)
    if starts_before:
        found = found.filter(starts_at__lt=starts_before)
    if ends_after:
        found = found.filter(ends_at__gt=ends_after)
    return found.select_related("destination", "photo").order_by("starts_at", "pk")


def month_bounds(first: date) -> tuple[datetime, datetime]:
    """The beginning of the month of `first` and of the next one, in the active Pemda's zone."""
    zone = current_pemda().zone
    start = first.replace(day=1)
    after = (start + timedelta(days=32)).replace(day=1)
    return datetime.combine(start, time(), zone), datetime.combine(after, time(), zone)


def find_published_event(key: int) -> Event:
    """One published event; raises `EventUnknown`."""
    event = list_published_events().filter(pk=key).first()
    if event is None:
        raise EventUnknown
    return event


def list_coming_events(*, destination: Destination, now: datetime) -> QuerySet[Event]:
    """The published events at the destination that are not over."""
    return list_published_events(ends_after=now).filter(destination=destination)


def list_maintained_events(
    *, officer: Person, text: str = "", state: str = "", now: datetime | None = None
) -> QuerySet[Event]:
    """The events that the officer maintains, latest first; `state` is `tayang`, `draf`, `datang` or `lewat`."""
    found = _with_words(_maintained_by(officer), text)
    if state in {"tayang", "draf"}:
        found = found.filter(is_published=state == "tayang")
    elif state == "datang" and now:
        found = found.filter(ends_at__gt=now)
    elif state == "lewat" and now:
        found = found.filter(ends_at__lte=now)
    return found.select_related("destination", "photo", "opd").order_by("-starts_at", "-pk")


def find_maintained_event(*, officer: Person, key: int) -> Event:
    """An event that the officer maintains; raises `EventUnknown`."""
    event = list_maintained_events(officer=officer).filter(pk=key).first()
    if event is None:
        raise EventUnknown
    return event


def _maintained_by(officer: Person) -> QuerySet[Event]:
    if not has_role(officer, MANAGER):
        return Event.objects.none()
    ids = opd_ids_of(officer, MANAGER)
    return Event.objects.all() if ids is None else Event.objects.filter(opd_id__in=ids)


def _with_words(rows: QuerySet[Event], text: str) -> QuerySet[Event]:
    for word in text.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(description__icontains=word)
            | Q(place__icontains=word)
            | Q(destination__name__icontains=word)
        )
    return rows
