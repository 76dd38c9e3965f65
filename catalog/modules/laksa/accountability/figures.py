"""What the page counts, worked out in one read of the reports and kept for some minutes.

In time is an answer on or before the day by which it was due (working days, by kind: services/deadlines.py). Reports
without an answer count as late once their day has passed, and not at all before. What was turned down is counted as
received only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Min
from django.utils import timezone

from catalog.modules.laksa.accountability.periods import FIRST_YEAR, Period
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.services.deadlines import ANSWER_SETTINGS, working_days_from
from catalog.modules.laksa.states import State
from catalog.sdk.context import current_pemda, local_today, module_settings

KEPT_SECONDS, SHAPE = 300, 1
# Of fewer than so many, no average or share is told: it would be about people, not about the office.
LEAST_TOLD = 5
TURNED_DOWN = (State.REJECTED, State.ARCHIVED)


@dataclass(slots=True)
class Tally:
    """The reports of one group."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    days: list[float] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)

    @property
    def median_days(self) -> float | None:
        """Half of the answers came within so many days; None of few."""
        return median(self.days) if len(self.days) >= LEAST_TOLD else None

    @property
    def share_in_time(self) -> int | None:
        """Of a hundred reports that were due, so many were answered in time; None of few."""
        due = self.in_time + self.late
        return round(100 * self.in_time / due) if due >= LEAST_TOLD else None

    @property
    def rating(self) -> float | None:
        """The reporters' average rating; None of few."""
        return sum(self.ratings) / len(self.ratings) if len(self.ratings) >= LEAST_TOLD else None

    @property
    def rating_count(self) -> int | None:
        """How many rated; None of few, for the count of few is about people too."""
        return len(self.ratings) if len(self.ratings) >= LEAST_TOLD else None


@dataclass(slots=True)
class Figures:
    """All that the page shows, and when it was counted."""

    whole: Tally
    by_unit: dict[int | None, Tally]
    by_district: dict[str, Tally]
    by_month: dict[date, Tally]
    confidential: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    """What is counted of one report."""

    received: date
    answered: date | None
    days: float | None
    due: date | None
    is_turned_down: bool
    unit: int | None
    district: str
    rating: int | None


def figures_of(period: Period, category: str) -> Figures:
    """The figures of the active Pemda; at most five minutes old."""
    key = f"laksa:accountability:{SHAPE}:{period.key}:{period.last}:{category}"
    kept = cache.get(key)
    if kept is None:
        kept = _count(period, category)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def years() -> list[int]:
    """The years in which there are reports, newest first."""
    ends = Report.objects.aggregate(first=Min("created_at"), last=Max("created_at"))
    if ends["first"] is None:
        return []
    zone = current_pemda().zone
    first, last = (ends[name].astimezone(zone).year for name in ("first", "last"))
    return list(range(min(last, local_today().year), max(first, FIRST_YEAR) - 1, -1))


def _count(period: Period, category: str) -> Figures:
    since, until = period.bounds()
    reports = Report.objects.filter(created_at__gte=since, created_at__lt=until)
    if category:
        reports = reports.filter(category__code=category)
    rows = list(_rows(reports.filter(is_confidential=False)))
    months = _grouped(rows, lambda row: row.received.replace(day=1))
    return Figures(
        whole=_tally(rows),
        by_unit=_grouped([row for row in rows if row.unit], lambda row: row.unit),
        by_district=_grouped(rows, lambda row: row.district),
        by_month={month: months.get(month, Tally()) for month in period.months},
        # By category the mere count could tell of one report.
        confidential=0 if category else reports.filter(is_confidential=True).count(),
        counted_at=timezone.now(),
    )


def _rows(reports: Any) -> Iterable[_Row]:
    zone, deadline = current_pemda().zone, _deadlines()
    names = ("created_at", "answered_at", "disposed_at", "answer_due_on", "due_on", "kind", "is_supervised", "state")
    for created, answered, disposed, answer_due, due, kind, supervised, state, *rest in (
        reports.order_by().values_list(*names, "opd_id", "district_code", "rating").iterator(chunk_size=2000)
    ):
        if answered and answer_due is None:
            # Answered before LAKSA kept that day.
            setting = "supervised_days" if supervised else ANSWER_SETTINGS[Report.Kind(kind)]
            answer_due = deadline((disposed or created).astimezone(zone).date(), setting)
        yield _Row(
            created.astimezone(zone).date(),
            answered.astimezone(zone).date() if answered else None,
            (answered - created).total_seconds() / 86400 if answered else None,
            answer_due if answered else due,
            state in TURNED_DOWN,
            *rest,
        )


def _deadlines() -> Callable[[date, str], date]:
    days = module_settings("laksa")

    @lru_cache(maxsize=4096)
    def deadline(start: date, setting: str) -> date:
        return working_days_from(start, days[setting])

    return deadline


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], Any]) -> dict[Any, Tally]:
    groups: dict[Any, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: _tally(group) for name, group in groups.items()}


def _tally(rows: Iterable[_Row]) -> Tally:
    tally, today = Tally(), local_today()
    for row in rows:
        tally.received += 1
        if row.is_turned_down:
            continue
        if row.answered and row.days is not None:
            tally.answered += 1
            tally.days.append(row.days)
            if row.due and row.answered <= row.due:
                tally.in_time += 1
            else:
                tally.late += 1
        elif row.due and row.due < today:
            tally.late += 1
        if row.rating:
            tally.ratings.append(row.rating)
    return tally
