"""The 3x24-hour clock of UU 27/2022 (articles 32, 38, 40, 46): plain hours, holidays included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

LIMIT = timedelta(hours=72)
# From here on the queue warns.
SHORT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time is left, in whole hours begun; negative hours are hours too late."""

    due_at: datetime
    hours: int
    is_stopped: bool

    @property
    def is_overdue(self) -> bool:
        """Whether the limit has passed without an answer, or passed before it came."""
        return self.hours < 0

    @property
    def is_short(self) -> bool:
        """Whether a day or less is left."""
        return not self.is_stopped and 0 <= self.hours <= SHORT // timedelta(hours=1)

    @property
    def hours_late(self) -> int:
        """Hours past the limit."""
        return max(-self.hours, 0)


def clock_of(*, due_at: datetime, stopped_at: datetime | None) -> Clock:
    """The clock now, or as it stood when the answer came."""
    left = due_at - (stopped_at or timezone.now())
    hours = left // timedelta(hours=1)
    return Clock(due_at, hours, stopped_at is not None)
