"""Times, distances and spans as people read them, in the active Pemda's zone and the reader's language."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import get_language, gettext

from catalog.sdk.context import current_pemda
from catalog.sdk.places import format_date, format_number, format_rupiah, format_time

# A day that is open until the last minute is open all day; there is no 24:00 in a time column.
LAST_MINUTE = time(23, 59)


def language() -> str:
    """The reader's language, `id` or `en`."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def time_text(moment: time) -> str:
    """Write 08.00, or 08:00 in English."""
    return moment.strftime("%H:%M" if language() == "en" else "%H.%M")


def hours_text(opens: time, closes: time) -> str:
    """Write 08.00–17.00, or 24 hours."""
    if opens == time(0, 0) and closes == LAST_MINUTE:
        return gettext("24 jam")
    return f"{time_text(opens)}–{time_text(closes)}"


def distance_text(metres: int) -> str:
    """Write 850 m or 2,3 km; beyond ten kilometres without decimals."""
    if metres < 1000:
        return f"{round(metres, -1)} m"
    return f"{format_number(metres / 1000, language(), decimals=1 if metres < 10_000 else 0)} km"


def amount_text(amount: int) -> str:
    """Write Rp10.000, or that it is free."""
    return format_rupiah(amount) if amount else gettext("Gratis")


def date_text(day: date) -> str:
    """Write 22 November 2026."""
    return format_date(day, language())


def weekday_text(day: date) -> str:
    """Write Sen, or Mon in English."""
    names = ("Mon Tue Wed Thu Fri Sat Sun" if language() == "en" else "Sen Sel Rab Kam Jum Sab Min").split()
    return names[day.weekday()]


def local(moment: datetime) -> datetime:
    """The moment in the active Pemda's zone."""
    return moment.astimezone(current_pemda().zone)


def span_text(starts_at: datetime, ends_at: datetime) -> str:
    """Write when an event is: one day with times, or the first and the last day."""
    zone = current_pemda().zone
    starts, ends = local(starts_at), local(ends_at)
    if starts.date() == ends.date():
        clock = format_time(starts_at, zone, language()).rsplit(" ", 1)[0]
        return f"{date_text(starts)}, {clock}–{format_time(ends_at, zone, language())}"
    first = str(starts.day) if (starts.year, starts.month) == (ends.year, ends.month) else date_text(starts)
    return f"{first}–{date_text(ends)}" if first.isdigit() else f"{first} – {date_text(ends)}"
