"""The event calendar: a month as a grid and a list, and one event's page."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.modules.eplesiran.cards import marker_of
from catalog.modules.eplesiran.ical import CONTENT_TYPE, calendar_of
from catalog.modules.eplesiran.models import Event, Weekday
from catalog.modules.eplesiran.selectors.events import (
    find_published_event,
    list_published_events,
    month_bounds,
)
from catalog.modules.eplesiran.where import map_data
from catalog.modules.eplesiran.wording import date_text, local, span_text
from catalog.sdk.context import current_pemda, local_now, local_today
from catalog.sdk.tables import page_of

# A subscriber keeps what is over for a while, so that an event does not vanish on its last evening.
FEED_BACK = timedelta(days=30)
EARLIEST, LATEST = 2015, 2100


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the month."""

    number: int
    name: str
    is_today: bool
    is_in_month: bool
    events: list[Event]


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The events of one month; with a search, all that are not over."""
    text = request.GET.get("cari", "").strip()[:100]
    month = _month(request.GET.get("bulan", ""))
    starts, ends = month_bounds(month)
    of_month = list_published_events(starts_before=ends, ends_after=starts)
    found = list_published_events(text=text, ends_after=local_now()) if text else of_month
    page = page_of(request, found, size=10)
    context = {
        "page": page,
        "rows": [_row(event) for event in page],
        "text": text,
        "month": month,
        "month_name": _month_name(month),
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": (month + timedelta(days=32)).replace(day=1),
        "is_this_month": month == local_today().replace(day=1),
        "weekdays": [(str(day.label), str(day.label)[:3]) for day in Weekday],
        "weeks": weeks_of(month, list(of_month), local_today()),
        "feed_address": request.build_absolute_uri(reverse("eplesiran:calendar-feed")),
    }
    context |= {f"{name}_name": _month_name(context[name]) for name in ("before", "after")}
    return render(request, "eplesiran/events.html", context)


def weeks_of(month: date, found: Sequence[Event], today: date) -> list[list[Day]]:
    """The month in weeks from Monday, each day with its events."""
    spans = [(local(event.starts_at).date(), _last_day(event), event) for event in found]
    return [
        [
            Day(
                number=day.day,
                name=date_text(day),
                is_today=day == today,
                is_in_month=day.month == month.month,
                events=[event for first, last, event in spans if first <= day <= last]
                if day.month == month.month
                else [],
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]


def _last_day(event: Event) -> date:
    # An event that ends at midnight does not touch the day that begins then.
    return (local(event.ends_at) - timedelta(microseconds=1)).date()


def _month(text: str) -> date:
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return local_today().replace(day=1)
    return asked if EARLIEST <= asked.year <= LATEST else local_today().replace(day=1)


def _month_name(month: date) -> str:
    return date_text(month).split(" ", 1)[1]


def _row(event: Event) -> dict[str, object]:
    starts = local(event.starts_at)
    return {
        "event": event,
        "day": starts.day,
        "month": _month_name(starts.date())[:3],
        "when": span_text(event.starts_at, event.ends_at),
        "is_over": event.ends_at <= local_now(),
        "is_now": event.starts_at <= local_now() < event.ends_at,
    }


@require_safe
def event(request: HttpRequest, key: int) -> HttpResponse:
    """One event: when, where, what."""
    found = find_published_event(key)
    place = found.destination if found.destination and found.destination.is_published else None
    context = {
        "event": found,
        "row": _row(found),
        "place": place,
        "map_data": map_data([marker_of(place)], zoom=13) if place else None,
        "month_query": f"?bulan={local(found.starts_at):%Y-%m}",
        "crumb": _("Kalender acara"),
    }
    return render(request, "eplesiran/event.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """All published events from last month on, for a calendar program that asks again and again."""
    return _calendar(request, list_published_events(ends_after=local_now() - FEED_BACK))


@require_safe
def event_file(request: HttpRequest, key: int) -> HttpResponse:
    """One event, to be put into one's own calendar."""
    answer = _calendar(request, [find_published_event(key)])
    answer["Content-Disposition"] = f'attachment; filename="acara-{key}.ics"'
    return answer


def _calendar(request: HttpRequest, found: Iterable[Event]) -> HttpResponse:
    name = _("Acara %(pemda)s") % {"pemda": current_pemda().display_name}
    body = calendar_of(found, base_url=request.build_absolute_uri("/").rstrip("/"), name=name)
    return HttpResponse(body, content_type=CONTENT_TYPE)
