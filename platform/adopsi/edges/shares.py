"""How many threads of a web process one Pemda may occupy, so that a flood at one leaves threads to the others.

A page brings pictures along, asked for all at once: a few more than the share wait a moment for their turn. Only where a
Pemda asks far more often than its people would, while others are being served too, is what is over the share turned away
at once: a thread that waits serves nobody.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict

from tenants.errors import WrongDoor

# Requests of one Pemda to one process within a second that are not yet a flood.
CALM = 40
PATIENCE_SECONDS = 0.3
# Whoever was served within so many seconds shares the process.
PRESENT_SECONDS = 10.0


class Shares:
    """The requests of each place that this process is serving; 0 as most is no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._present: Counter[str] = Counter()
        # By place, the latest last: the second, and the requests within it.
        self._asked: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._changed = threading.Condition()

    def enter(self, place: str) -> bool:
        """Count one more; False where the place has its share and must be turned away."""
        with self._changed:
            is_flood = self._note_arrival(place) > CALM
            if self._is_full(place) and not self._is_alone(place):
                if is_flood or not self._changed.wait_for(lambda: not self._is_full(place), PATIENCE_SECONDS):
                    return False
            self._present[place] += 1
            return True

    def leave(self, place: str) -> None:
        """Count one less."""
        with self._changed:
            if self._present[place] < 1:
                raise WrongDoor(f"nobody of {place} is here")
            self._present[place] -= 1
            if not self._present[place]:
                del self._present[place]
            self._changed.notify()

    def _is_full(self, place: str) -> bool:
        return 0 < self._most <= self._present[place]

    def _note_arrival(self, place: str) -> int:
        now = time.monotonic()
        began, count = self._asked.get(place, (now, 0))
        began, count = (began, count + 1) if now - began < 1.0 else (now, 1)
        self._asked[place] = (began, count)
        self._asked.move_to_end(place)
        return count

    def _is_alone(self, place: str) -> bool:
        """Whether nobody else was served lately; the latest but one tells."""
        others = (each for each in reversed(self._asked) if each != place)
        other = next(others, None)
        return other is None or time.monotonic() - self._asked[other][0] > PRESENT_SECONDS
