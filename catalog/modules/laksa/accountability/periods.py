"""The periods that the page can be narrowed to: the last twelve months, or one year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from catalog.sdk.context import current_pemda, local_today

LAST_YEAR = "12"
# LAKSA was born then.
FIRST_YEAR = 2016


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    key: str
    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        months, month = [], self.first.replace(day=1)
        while month <= self.last:
            months.append(month)
            month = (month + timedelta(days=31)).replace(day=1)
        return months

    def bounds(self) -> tuple[datetime, datetime]:
        """The moment at which the period begins, and that at which it is over, in the Pemda's zone."""
        zone = current_pemda().zone
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(self.last + timedelta(days=1), time.min, zone),
        )


def period_of(key: str) -> Period:
    """The period with this key; what is no year gives the last twelve months."""
    today = local_today()
    if key.isdecimal() and FIRST_YEAR <= int(key) <= today.year:
        year = int(key)
        return Period(key, date(year, 1, 1), min(date(year, 12, 31), today))
    eleven_months_ago = today.year * 12 + today.month - 1 - 11
    first = date(eleven_months_ago // 12, eleven_months_ago % 12 + 1, 1)
    return Period(LAST_YEAR, first, today)
