"""The geometry of the page's charts: whole numbers for inline SVG, for inline styles are not allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalog.modules.laksa.accountability.figures import Tally

WIDTH, HEIGHT, GAP = 720, 180, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: the bar of what came in, and the part of it that was answered in time."""

    month: date
    tally: Tally
    x: int
    width: int
    height: int
    y: int
    inner_height: int
    inner_y: int

    @property
    def middle(self) -> int:
        """Where the month's name stands."""
        return self.x + self.width // 2


def month_bars(by_month: Mapping[date, Tally]) -> list[Bar]:
    """The bars of the months from left to right."""
    if not by_month:
        return []
    most = max(tally.received for tally in by_month.values()) or 1
    step = WIDTH / len(by_month)
    bars = []
    for index, (month, tally) in enumerate(by_month.items()):
        height, inner = round(HEIGHT * tally.received / most), round(HEIGHT * tally.in_time / most)
        x = round(index * step + GAP / 2)
        bars.append(Bar(month, tally, x, round(step) - GAP, height, HEIGHT - height, inner, HEIGHT - inner))
    return bars
