"""Working days that have passed, counted once for many reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from catalog.sdk.places import is_working_day

ONE_DAY = timedelta(days=1)


class Calendar:
    """Counts working days between two days of a span that it has gone through once."""

    def __init__(self, days: Iterable[date]) -> None:
        spanned = set(days)
        self._before: dict[date, int] = {}
        if not spanned:
            return
        day, last, passed = min(spanned), max(spanned), 0
        self._before[day] = 0
        while day < last:
            day += ONE_DAY
            passed += is_working_day(day)
            self._before[day] = passed

    def between(self, start: date, end: date) -> int:
        """The working days after `start` up to and including `end`; both must lie in the span."""
        return self._before[end] - self._before[start]
