"""Reading destinations: the public sees published ones, officers those they maintain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Prefetch, Q, QuerySet

from catalog.modules.eplesiran.errors import DestinationUnknown
from catalog.modules.eplesiran.hours import open_at
from catalog.modules.eplesiran.models import Destination, DestinationPhoto, Review
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.where import Origin, distance_from
from catalog.sdk.people import Opd, Person, has_role, opd_ids_of

SHOWN = Q(reviews__state=Review.State.SHOWN)
NEAREST, BY_NAME, BY_RATING, NEWEST = "terdekat", "nama", "nilai", "baru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a visitor looks for; empty fields do not narrow."""

    text: str = ""
    category: str = ""
    district: str = ""
    open_at: datetime | None = None  # in the Pemda's zone
    origin: Origin | None = None
    order: str = BY_NAME


def list_published(wanted: Wanted = Wanted()) -> QuerySet[Destination]:
    """Published destinations with `rating_average`, `rating_count` and, given an origin, `distance_m`."""
    found = _narrow(Destination.objects.filter(is_published=True), wanted)
    return _order(_with_rating(found), wanted).prefetch_related("hours", "tariffs", _photos())


def find_published(slug: str) -> Destination:
    """One published destination; raises `DestinationUnknown`."""
    destination = list_published().select_related("opd").filter(slug=slug).first()
    if destination is None:
        raise DestinationUnknown
    return destination


def find_published_by_id(key: int) -> Destination:
    """One published destination by its number; raises `DestinationUnknown`."""
    destination = Destination.objects.filter(pk=key, is_published=True).first()
    if destination is None:
        raise DestinationUnknown
    return destination


def list_nearby(destination: Destination, *, count: int = 3) -> QuerySet[Destination]:
    """The published destinations nearest to this one."""
    origin = Origin(destination.latitude, destination.longitude)
    return list_published(Wanted(origin=origin, order=NEAREST)).exclude(pk=destination.pk)[:count]


def list_maintained(*, officer: Person, text: str = "", category: str = "", state: str = "") -> QuerySet[Destination]:
    """The destinations that the officer maintains, published or not, latest change first.

    `state` is `tayang`, `draf`, or one of the conditions.
    """
    found = _narrow(_maintained_by(officer), Wanted(text=text, category=category))
    if state in {"tayang", "draf"}:
        found = found.filter(is_published=state == "tayang")
    elif state:
        found = found.filter(condition=state)
    waiting = Count("reviews", filter=Q(reviews__state=Review.State.WAITING), distinct=True)
    rows = _with_rating(found).annotate(waiting_count=waiting)
    return rows.select_related("opd").prefetch_related("hours", "tariffs", _photos()).order_by("-updated_at", "-pk")


def find_maintained(*, officer: Person, key: int) -> Destination:
    """A destination that the officer maintains; raises `DestinationUnknown`."""
    destination = list_maintained(officer=officer).filter(pk=key).first()
    if destination is None:
        raise DestinationUnknown
    return destination


def list_own_opd(officer: Person) -> QuerySet[Opd]:
    """The OPD in whose name the officer may maintain destinations and events."""
    ids = opd_ids_of(officer, MANAGER)
    found = Opd.objects.filter(is_active=True)
    return found if ids is None else found.filter(pk__in=ids)


def maintains_whole_pemda(officer: Person) -> bool:
    """Whether the officer maintains the destinations of every OPD, and those without one."""
    return has_role(officer, MANAGER) and opd_ids_of(officer, MANAGER) is None


def _maintained_by(officer: Person) -> QuerySet[Destination]:
    if not has_role(officer, MANAGER):
        return Destination.objects.none()
    ids = opd_ids_of(officer, MANAGER)
    return Destination.objects.all() if ids is None else Destination.objects.filter(opd_id__in=ids)


def _narrow(rows: QuerySet[Destination], wanted: Wanted) -> QuerySet[Destination]:
    for word in wanted.text.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(summary_id__icontains=word)
            | Q(summary_en__icontains=word)
            | Q(address__icontains=word)
        )
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.district:
        rows = rows.filter(district_code=wanted.district)
    if wanted.open_at:
        rows = rows.filter(open_at(wanted.open_at))
    return rows


def _with_rating(rows: QuerySet[Destination]) -> QuerySet[Destination]:
    average = Avg("reviews__rating", filter=SHOWN, default=0.0)
    return rows.annotate(rating_average=average, rating_count=Count("reviews", filter=SHOWN, distinct=True))


def _order(rows: QuerySet[Destination], wanted: Wanted) -> QuerySet[Destination]:
    if wanted.origin:
        rows = rows.annotate(distance_m=distance_from(wanted.origin))
        if wanted.order == NEAREST:
            return rows.order_by("distance_m", "pk")
    if wanted.order == BY_RATING:
        return rows.order_by("-rating_average", "-rating_count", "name", "pk")
    return rows.order_by("-created_at", "-pk") if wanted.order == NEWEST else rows.order_by("name", "pk")


def _photos() -> Prefetch:
    return Prefetch("photos", queryset=DestinationPhoto.objects.select_related("attachment"))
