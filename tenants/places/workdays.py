"""Working days: weekends, national holidays and cuti bersama (the government's joint leave) do not count.

Source: the package `holidays`, country ID, categories public and government; its 2026 list equals the joint decree
(SKB) of three ministers day for day. Years without a decree yet carry estimates and no cuti bersama, so a Pemda's own
extra days come in as `extra`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
SUNDAY: Final = frozenset({6})


@lru_cache(maxsize=32)
def holidays_of(year: int, language: str = "id") -> Mapping[date, str]:
    """Return the national holidays and cuti bersama of a year with their names, ordered by date."""
    # Loading the package costs 20 MB, which a process that never counts days should not pay.
    from holidays import country_holidays  # noqa: PLC0415

    names = country_holidays(
        "ID",
        years=year,
        categories=("public", "government"),
        language="en_US" if language.startswith("en") else "id",
    )
    return MappingProxyType(dict(sorted(names.items())))


def is_working_day(day: date, *, extra: Collection[date] = (), weekend: Collection[int] = SATURDAY_AND_SUNDAY) -> bool:
    """Tell whether offices work on `day`; `extra` holds further free days, `weekend` the free weekdays (Monday is 0).

    Offices with a six-day week pass `weekend=SUNDAY`.
    """
    return day.weekday() not in weekend and day not in extra and day not in holidays_of(day.year)


def add_working_days(
    start: date, count: int, extra: Collection[date] = (), *, weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> date:
    """Return the date `count` working days after `start` (before it when negative); `start` itself is not counted."""
    step = timedelta(days=1 if count >= 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day, extra=extra, weekend=weekend)
    return day


def working_days_between(
    start: date, end: date, extra: Collection[date] = (), *, weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start, extra, weekend=weekend)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(is_working_day(day, extra=extra, weekend=weekend) for day in days)
