"""The ring board of a rollout: three columns with counts, and the result of each Pemda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from adopsi.pusat.selectors import names_of_codes
from provisioning.models import Rollout, RolloutTarget
from provisioning.selectors import list_targets, targets_by_ring
from tenants.models import Pemda, Region

RINGS: tuple[str, ...] = tuple(Pemda.Ring.values)
State = RolloutTarget.State


@dataclass(frozen=True, slots=True)
class RingColumn:
    """One ring of the board. `place` is past, now or coming; `percent` of its Pemda need nothing more."""

    ring: str
    title: str
    place: str
    total: int
    done: int
    failed: int
    skipped: int
    waiting: int
    watched_until: datetime | None

    @property
    def settled(self) -> int:
        """How many of its Pemda need nothing more."""
        return self.total - self.waiting

    @property
    def percent(self) -> int:
        """Of a hundred; an empty ring is finished."""
        return round(100 * self.settled / self.total) if self.total else 100


def board_of(rollout: Rollout) -> list[RingColumn]:
    """The three rings in order."""
    counts, at = targets_by_ring(rollout), RINGS.index(rollout.ring)
    titles = dict(Pemda.Ring.choices)
    return [_column(rollout, ring, titles[ring], counts.get(ring, {}), order - at) for order, ring in enumerate(RINGS)]


def _column(rollout: Rollout, ring: str, title: str, counts: dict[str, int], distance: int) -> RingColumn:
    place = "past" if distance < 0 or rollout.state == Rollout.State.DONE else "now" if distance == 0 else "coming"
    watched_until = None
    if place == "now" and rollout.ring_done_at and rollout.soak_hours:
        watched_until = rollout.ring_done_at + timedelta(hours=rollout.soak_hours)
    return RingColumn(
        ring=ring,
        title=title,
        place=place,
        total=sum(counts.values()),
        done=counts.get(State.DONE, 0),
        failed=counts.get(State.FAILED, 0),
        skipped=counts.get(State.SKIPPED, 0),
        waiting=counts.get(State.WAITING, 0),
        watched_until=watched_until,
    )


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A Pemda's result; it can be tried again while the rollout is open."""

    target: RolloutTarget
    name: str
    can_retry: bool


class _Named:
    """Targets with the names of their regions: one more query for the slice that is shown."""

    def __init__(self, rollout: Rollout, targets: QuerySet[RolloutTarget]) -> None:
        self.rollout, self.targets = rollout, targets

    def count(self) -> int:
        """For the paginator."""
        return self.targets.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[ResultRow]:
        found = list(self.targets[part])
        names = names_of_codes(target.pemda_code for target in found)
        again = (State.FAILED, State.SKIPPED)
        return [
            ResultRow(
                target,
                names.get(target.pemda_code, target.pemda_code),
                target.state in again and not self.rollout.is_finished,
            )
            for target in found
        ]

    def __iter__(self) -> Any:
        return iter(self[:])


def result_rows(rollout: Rollout, *, search: str = "", state: str = "", ring: str = "") -> _Named:
    """The rollout's Pemda as filtered, those that need eyes first; `search` looks into code and name."""
    rows = list_targets(rollout, state=state, ring=ring)
    if search:
        codes = Region.objects.filter(display_name__icontains=search).values("code")
        rows = rows.filter(Q(pemda_code__startswith=search) | Q(pemda_code__in=codes))
    return _Named(rollout, rows)
