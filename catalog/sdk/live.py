"""What a module shows in the LIVE Room, the wall of a Pemda's leaders: points, queues, alerts, and lists behind them.

Nothing here may name a person or tell of what is confidential: a wall is read by whoever walks past it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlertKind(StrEnum):
    """What calls for somebody; the more pressing one stands further up."""

    DOWN = "down"
    ESCALATED = "escalated"
    SPIKE = "spike"
    LATE = "late"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePoint:
    """A point on the wall's map, in WGS84 degrees of public precision; `key` tells a new point from a known one."""

    key: str
    latitude: float
    longitude: float
    title: str
    text: str
    hue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLegend:
    """What a colour of the points means, and how many points have it."""

    label: str
    hue: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveQueue:
    """What waits at one unit: `days` of the middle one against `target_days`, both working days."""

    key: str
    label: str
    waiting: int
    late: int
    days: int
    target_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAlert:
    """One line that calls for somebody; `key` opens the list behind it."""

    kind: AlertKind
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveItem:
    """One row of a list behind a number; `url` only where everybody may read the thing itself."""

    title: str
    text: str
    hue: str = ""
    stage: str = ""
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePanels:
    """A module's part of the wall; what it has nothing of stays empty."""

    points: tuple[LivePoint, ...] = ()
    legend: tuple[LiveLegend, ...] = ()
    queues: tuple[LiveQueue, ...] = ()
    alerts: tuple[LiveAlert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveList:
    """What lies behind one number of the wall; `total` counts also what `items` leaves out, `note` says what is not told."""

    title: str
    total: int
    items: tuple[LiveItem, ...] = ()
    note: str = ""
