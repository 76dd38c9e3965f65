"""Is a place open now? Reckoned in the active Pemda's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.modules.eplesiran.models import Destination, OpeningHours, Tariff, Weekday
from catalog.modules.eplesiran.wording import LAST_MINUTE, hours_text, time_text


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a place is open, in a word and a colour for screens."""

    is_open: bool
    text: str
    status: str  # a kind of the status component


@dataclass(frozen=True, slots=True)
class DayHours:
    """One line of the hours table."""

    weekday: str
    text: str
    is_today: bool
    is_open_day: bool


def opening_of(destination: Destination, now: datetime) -> Opening:
    """Open or closed at the moment `now`, which stands in the Pemda's zone; says when that changes."""
    if destination.is_closed_for_now:
        return Opening(is_open=False, text=_("Tutup sementara"), status="failed")
    week = {row.weekday: row for row in destination.hours.all()}
    if not week:
        return Opening(is_open=False, text=_("Jam buka belum tersedia"), status="off")
    today = week.get(now.weekday())
    if today and is_within(today, now.time()):
        if today.closes == LAST_MINUTE:
            return Opening(is_open=True, text=_("Buka sekarang"), status="done")
        text = _("Buka sampai %(time)s") % {"time": time_text(today.closes)}
        return Opening(is_open=True, text=text, status="done")
    return Opening(is_open=False, text=_next_opening(week, now), status="off")


def _next_opening(week: dict[int, OpeningHours], now: datetime) -> str:
    for ahead in range(8):
        row = week.get((now.weekday() + ahead) % 7)
        if row is None or (ahead == 0 and row.opens <= now.time()):
            continue
        at = time_text(row.opens)
        if ahead == 0:
            return _("Tutup, buka pukul %(time)s") % {"time": at}
        if ahead == 1:
            return _("Tutup, buka besok %(time)s") % {"time": at}
        return _("Tutup, buka %(day)s %(time)s") % {"day": Weekday(row.weekday).label, "time": at}
    return pgettext("jam buka", "Tutup")


def is_within(row: OpeningHours, moment: time) -> bool:
    """Whether the time lies in the row's hours; a day open until 23.59 lasts until midnight."""
    return row.opens <= moment and (moment < row.closes or row.closes == LAST_MINUTE)


def open_at(moment: datetime) -> Q:
    """The condition on destinations that are open at the moment, which stands in the Pemda's zone."""
    clock = moment.time()
    rows = OpeningHours.objects.filter(
        Q(closes__gt=clock) | Q(closes=LAST_MINUTE),
        destination=OuterRef("pk"),
        weekday=moment.weekday(),
        opens__lte=clock,
    )
    return Q(Exists(rows)) & ~Q(condition=Destination.Condition.CLOSED)


def week_of(destination: Destination, today: date) -> list[DayHours]:
    """The week from Monday, each day with its hours; empty where none are known."""
    week = {row.weekday: row for row in destination.hours.all()}
    if not week:
        return []
    return [
        DayHours(
            weekday=str(day.label),
            text=hours_text(week[day].opens, week[day].closes) if day in week else pgettext("jam buka", "Tutup"),
            is_today=day == today.weekday(),
            is_open_day=day in week,
        )
        for day in Weekday
    ]


def tariffs_on(destination: Destination, day: date) -> list[Tariff]:
    """What visitors pay on the day, in the order in which payers are listed."""
    order = [payer.value for payer in Tariff.Payer]
    valid = [tariff for tariff in destination.tariffs.all() if tariff.is_valid_on(day)]
    return sorted(valid, key=lambda tariff: order.index(tariff.label))


def tariffs_after(destination: Destination, day: date) -> list[Tariff]:
    """Tariffs that begin after the day, soonest first."""
    return sorted(
        (tariff for tariff in destination.tariffs.all() if tariff.valid_from > day),
        key=lambda tariff: tariff.valid_from,
    )
