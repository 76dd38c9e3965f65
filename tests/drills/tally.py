"""Counting kills, what was half made, what was left unfinished, and how long recovery took."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Tally:
    """The figures of one operation."""

    kills: int = 0
    half_made: int = 0
    unfinished: int = 0
    longest_recovery_s: float = 0.0
    missed: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self, kills: int, recovery: float | None, problems: list[str], what: str) -> None:
        """One recovery: how many workers were killed, how long it took (None: it never came), what was wrong."""
        self.kills += kills
        if recovery is None:
            self.unfinished += 1
            problems = ["unfinished", *problems]
        else:
            self.longest_recovery_s = max(self.longest_recovery_s, round(recovery, 2))
            self.half_made += bool(problems)
        for problem in problems:
            self.problems.append(f"{what}: {problem}")
            sys.stderr.write(f"  ! {what}: {problem}\n")

    def miss(self, what: str) -> None:
        """A point that no worker reached: the drill itself is wrong."""
        self.missed += 1
        self.problems.append(f"{what}: not reached")
        sys.stderr.write(f"  ! {what}: not reached\n")


@dataclass(slots=True)
class Tallies:
    """The figures of one scene."""

    by_operation: dict[str, Tally] = field(default_factory=dict)
    faults: dict[str, dict[str, object]] = field(default_factory=dict)

    def of(self, operation: str) -> Tally:
        """The operation's figures, to count on."""
        return self.by_operation.setdefault(operation, Tally())

    def as_json(self) -> dict[str, object]:
        """For the report."""
        return {"operations": {name: asdict(each) for name, each in self.by_operation.items()}, "faults": self.faults}
