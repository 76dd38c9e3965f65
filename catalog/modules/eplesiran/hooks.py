"""What e-Plesiran gives to the portal's search and map and to dashboards."""

from __future__ import annotations

from django.db.models import Avg
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.facilities import CATEGORY_LOOKS
from catalog.modules.eplesiran.selectors.destinations import Wanted, list_published
from catalog.modules.eplesiran.selectors.events import list_published_events
from catalog.modules.eplesiran.selectors.reviews import count_waiting, list_shown
from catalog.modules.eplesiran.wording import language, span_text
from catalog.sdk.context import local_now
from catalog.sdk.people import Person
from catalog.sdk.places import format_number
from catalog.sdk.search import MapPoint, SearchHit, Statistic

MOST_HITS = 8


def search(query: str, person: Person | None = None) -> list[SearchHit]:
    """Published destinations and coming events that contain the words; the same for everyone."""
    places = [
        SearchHit(
            title=row.name,
            text=row.summary,
            url=row.get_absolute_url(),
            kind=str(row.get_category_display()),
            icon=CATEGORY_LOOKS[row.category]["icon"],
        )
        for row in list_published(Wanted(text=query))[:MOST_HITS]
    ]
    events = [
        SearchHit(
            title=row.title,
            text=span_text(row.starts_at, row.ends_at),
            url=row.get_absolute_url(),
            kind=_("Acara"),
            icon="calendar-days",
        )
        for row in list_published_events(text=query, ends_after=local_now())[:MOST_HITS]
    ]
    return places + events


def map_points() -> list[MapPoint]:
    """Every published destination."""
    return [
        MapPoint(
            latitude=row.latitude,
            longitude=row.longitude,
            title=row.name,
            url=row.get_absolute_url(),
            kind=str(row.get_category_display()),
            hue=CATEGORY_LOOKS[row.category]["hue"],
        )
        for row in list_published()
    ]


def statistics() -> list[Statistic]:
    """Destinations, coming events, the average rating, and reviews that wait."""
    average = list_shown().aggregate(average=Avg("rating"))["average"]
    lang = language()
    return [
        Statistic(
            label=_("Destinasi tayang"),
            value=format_number(list_published().count(), lang),
            url=reverse("eplesiran:explore"),
        ),
        Statistic(
            label=_("Acara mendatang"),
            value=format_number(list_published_events(ends_after=local_now()).count(), lang),
            url=reverse("eplesiran:events"),
        ),
        Statistic(
            label=_("Nilai rata-rata"),
            value=format_number(average, lang, decimals=1) if average else "–",
            url=reverse("eplesiran:explore"),
            note=_("dari 5 bintang"),
        ),
        Statistic(
            label=_("Ulasan menunggu"),
            value=format_number(count_waiting(), lang),
            url=reverse("eplesiran-console:reviews"),
        ),
    ]
