"""What e-Plesiran gives to the portal's search and map and to dashboards."""

from __future__ import annotations

from django.db.models import Avg, Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.facilities import CATEGORY_LOOKS
from catalog.modules.eplesiran.models import Booking, Destination, Review, Ticket, TicketOffer
from catalog.modules.eplesiran.selectors.destinations import list_published
from catalog.modules.eplesiran.selectors.events import list_published_events
from catalog.modules.eplesiran.selectors.reviews import count_waiting, list_shown
from catalog.modules.eplesiran.wording import date_text, language, span_text
from catalog.sdk.context import local_now
from catalog.sdk.history import HistoryItem
from catalog.sdk.people import Person
from catalog.sdk.places import format_number, format_rupiah
from catalog.sdk.search import MapPoint, SearchHit, Statistic, rank

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

    Addresses are those that everybody may open: who reads a number need not hold the role that works on it.
    """
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
        Statistic(label=_("Ulasan menunggu"), value=format_number(count_waiting(), lang)),
        *_ticket_statistics(lang),
    ]


def _ticket_statistics(lang: str) -> list[Statistic]:
    """Visitors, sales and takings of today, takings of the month; nothing where no destination ever sold tickets."""
    if not TicketOffer.objects.exists():
        return []
    now = local_now()
    today = now.date()
    valid = Ticket.objects.filter(booking__state=Booking.State.ISSUED)
    came = Count("pk", filter=Q(used_at__isnull=False))
    of_today = valid.filter(booking__day=today).aggregate(came=came, expected=Count("pk"))
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sold = valid.filter(booking__issued_at__gte=since).aggregate(tickets=Count("pk"), rupiah=Sum("amount"))
    of_month = valid.filter(booking__day__range=(today.replace(day=1), today))
    return [
        Statistic(
            label=_("Pengunjung masuk hari ini"),
            value=format_number(of_today["came"], lang),
            note=_("dari %(sold)s tiket") % {"sold": format_number(of_today["expected"], lang)},
            is_today=True,
        ),
        Statistic(label=_("Tiket terjual hari ini"), value=format_number(sold["tickets"], lang), is_today=True),
        # In thousands, for a wall's big digits have no room for millions.
        Statistic(
            label=_("Penerimaan hari ini (ribu rupiah)"),
            value=format_number(round((sold["rupiah"] or 0) / 1000), lang),
            is_today=True,
        ),
        Statistic(
            label=_("Penerimaan tiket bulan ini"),
            value=format_rupiah(of_month.aggregate(sum=Sum("amount"))["sum"] or 0),
        ),
    ]
