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
CALM, FLOOD_SHARE = 40, 1
PATIENCE_SECONDS = 0.3
# Whoever was served within so many seconds shares the process.
PRESENT_SECONDS = 10.0


class Shares:
    """The requests of each place that this process is serving; 0 as most is no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._present: Counter[str] = Counter()
        # By place, the latest last: when the present second began, its requests, and those of the second before.
        self._asked: OrderedDict[str, tuple[float, int, int]] = OrderedDict()
        self._changed = threading.Condition()

    def enter(self, place: str) -> bool:
        """Count one more; False where the place has its share and must be turned away."""
        with self._changed:
            is_flood = self._note_arrival(place) > CALM
            if not self._may_enter(place, FLOOD_SHARE if is_flood else self._most):
                if is_flood or not self._changed.wait_for(lambda: self._may_enter(place, self._most), PATIENCE_SECONDS):
                    return False
            self._present[place] += 1
            return True

    def note_knock(self, place: str) -> None:
        """Count a request that was turned away before it came here."""
        with self._changed:
            self._note_arrival(place)

    def is_flooded(self, place: str) -> bool:
        """Whether the place was asked far more often within the last second than its people would."""
        began, count, before = self._asked.get(place, (0.0, 0, 0))
        return time.monotonic() - began < 2.0 and count + before > CALM

    def leave(self, place: str) -> None:
        """Count one less."""
        with self._changed:
            if self._present[place] < 1:
                raise WrongDoor(f"nobody of {place} is here")
            self._present[place] -= 1
            if not self._present[place]:
                del self._present[place]
            self._changed.notify()

    def _may_enter(self, place: str, share: int) -> bool:
        return self._most < 1 or self._present[place] < share or self._is_alone(place)

    def _note_arrival(self, place: str) -> float:
        """The requests of the place within about the last second, this one among them."""
        now = time.monotonic()
        began, count, before = self._asked.get(place, (now, 0, 0))
        if now - began >= 1.0:
            began, count, before = now, 0, count if now - began < 2.0 else 0
        self._asked[place] = (began, count + 1, before)
        self._asked.move_to_end(place)
        return count + 1 + before * (1.0 - (now - began))

    def _is_alone(self, place: str) -> bool:
        """Whether nobody else was served lately."""
        other = next((each for each in reversed(self._asked) if each != place), None)
        return other is None or time.monotonic() - self._asked[other][0] > PRESENT_SECONDS
