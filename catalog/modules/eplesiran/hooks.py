"""What e-Plesiran gives to the portal's search and map and to dashboards."""

from __future__ import annotations

from functools import partial

from django.db.models import Avg, Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.facilities import CATEGORY_LOOKS
from catalog.modules.eplesiran.live_lists import (
    CAME,
    SOLD,
    TAKEN,
    live_list,
    tickets_of_today,
    tickets_sold_today,
    valid_tickets,
)
from catalog.modules.eplesiran.models import Booking, Destination, Review, TicketOffer
from catalog.modules.eplesiran.roles import GATEKEEPER, MANAGER, MODERATOR
from catalog.modules.eplesiran.selectors.destinations import list_published
from catalog.modules.eplesiran.selectors.events import list_published_events
from catalog.modules.eplesiran.selectors.reviews import count_waiting, list_shown
from catalog.modules.eplesiran.wording import date_text, language, span_text
from catalog.sdk.context import local_now
from catalog.sdk.history import HistoryItem
from catalog.sdk.people import Person
from catalog.sdk.places import format_number
from catalog.sdk.search import MapPoint, SearchHit, Statistic, rank

__all__ = ["history", "live_list", "map_points", "search", "statistics"]

MOST_HITS = 30
PLACE_FIELDS = {"name": "A", "summary_id": "B", "summary_en": "B", "address": "C"}
EVENT_FIELDS = {"title": "A", "description": "C", "place": "C"}
BOOKING_HUES = {
    Booking.State.HELD: "amber",
    Booking.State.ISSUED: "green",
    Booking.State.EXPIRED: "indigo",
    Booking.State.CANCELLED: "indigo",
}
REVIEW_HUES = {Review.State.WAITING: "amber", Review.State.SHOWN: "green", Review.State.REFUSED: "indigo"}


def search(query: str, person: Person | None = None) -> list[SearchHit]:
    """Published destinations and coming events that contain the words; the same for everyone."""
    published = Destination.objects.filter(is_published=True)
    coming = list_published_events(ends_after=local_now()).select_related(None)
    places = [
        SearchHit(
            title=row.name,
            text=row.summary,
            url=row.get_absolute_url(),
            kind=str(row.get_category_display()),
            icon=CATEGORY_LOOKS[row.category]["icon"],
            score=row.search_score,
        )
        for row in rank(published, fields=PLACE_FIELDS, query=query, most=MOST_HITS)
    ]
    events = [
        SearchHit(
            title=row.title,
            text=f"{span_text(row.starts_at, row.ends_at)} · {row.description}",
            url=row.get_absolute_url(),
            kind=_("Acara"),
            icon="calendar-days",
            score=row.search_score,
        )
        for row in rank(coming, fields=EVENT_FIELDS, query=query, most=MOST_HITS)
    ]
    return places + events


def history(person: Person, most: int) -> list[HistoryItem]:
    """The person's own reviews and ticket bookings."""
    reviews = [
        HistoryItem(
            title=_("Ulasan: %(place)s") % {"place": review.destination.name},
            url=reverse("eplesiran:own-reviews"),
            state=str(review.get_state_display()),
            hue=REVIEW_HUES[review.state],
            at=review.written_at,
            icon="star",
        )
        for review in Review.objects.filter(author=person).select_related("destination").order_by("-written_at")[:most]
    ]
    bookings = [
        HistoryItem(
            title=_("Tiket: %(place)s, %(day)s") % {"place": row.destination.name, "day": date_text(row.day)},
            url=row.get_absolute_url(),
            state=str(row.get_state_display()),
            hue=BOOKING_HUES[row.state],
            at=row.created_at,
            icon="ticket",
        )
        for row in Booking.objects.filter(person=person).select_related("destination").order_by("-created_at")[:most]
    ]
    return sorted([*reviews, *bookings], key=lambda item: item.at, reverse=True)[:most]


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
    """Destinations, coming events, the average rating, reviews that wait, and today's visitors and takings.

    Addresses are those that everybody may open; whoever works on what a number counts is led to their own list.
    """
    average = list_shown().aggregate(average=Avg("rating"))["average"]
    lang, reviews = language(), reverse("eplesiran-console:reviews")
    return [
        Statistic(
            label=_("Destinasi tayang"),
            value=format_number(list_published().count(), lang),
            url=reverse("eplesiran:explore"),
            work_url=reverse("eplesiran-console:destinations"),
            work_roles=(MANAGER,),
        ),
        Statistic(
            label=_("Acara mendatang"),
            value=format_number(list_published_events(ends_after=local_now()).count(), lang),
            url=reverse("eplesiran:events"),
            work_url=reverse("eplesiran-console:events"),
            work_roles=(MANAGER,),
        ),
        Statistic(
            label=_("Nilai rata-rata"),
            value=format_number(average, lang, decimals=1) if average else "–",
            url=reverse("eplesiran:explore"),
            note=_("dari 5 bintang"),
            work_url=reviews,
            work_roles=(MODERATOR,),
        ),
        Statistic(
            label=_("Ulasan menunggu"),
            value=format_number(count_waiting(), lang),
            work_url=f"{reviews}?status={Review.State.WAITING.value}",
            work_roles=(MODERATOR,),
        ),
        *_ticket_statistics(lang),
    ]


def _ticket_statistics(lang: str) -> list[Statistic]:
    """Visitors, sales and takings of today, takings of the month; nothing where no destination ever sold tickets."""
    if not TicketOffer.objects.exists():
        return []
    today = local_now().date()
    came = Count("pk", filter=Q(used_at__isnull=False))
    of_today = tickets_of_today().aggregate(came=came, expected=Count("pk"))
    sold = tickets_sold_today().aggregate(tickets=Count("pk"), rupiah=Sum("amount"))
    of_month = valid_tickets().filter(booking__day__range=(today.replace(day=1), today))
    report = partial(Statistic, work_url=reverse("eplesiran-console:report"), work_roles=(MANAGER,))
    return [
        Statistic(
            label=_("Pengunjung masuk hari ini"),
            value=format_number(of_today["came"], lang),
            note=_("dari %(sold)s tiket") % {"sold": format_number(of_today["expected"], lang)},
            is_today=True,
            key=CAME,
            work_url=reverse("eplesiran-console:gate"),
            work_roles=(GATEKEEPER, MANAGER),
        ),
        report(label=_("Tiket terjual hari ini"), value=format_number(sold["tickets"], lang), is_today=True, key=SOLD),
        # In thousands, for a wall's big digits have no room for millions.
        report(
            label=_("Penerimaan hari ini (ribu rupiah)"),
            value=format_number(round((sold["rupiah"] or 0) / 1000), lang),
            is_today=True,
            key=TAKEN,
        ),
        report(
            label=_("Penerimaan bulan ini (ribu rupiah)"),
            value=format_number(round((of_month.aggregate(sum=Sum("amount"))["sum"] or 0) / 1000), lang),
        ),
    ]
