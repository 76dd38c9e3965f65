"""Workers killed before, inside and after every step of every operation but the rollout."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.measuring import conclude
from tests.drills import cases, checks, code, towns
from tests.drills.kill import HOLD_SECONDS, Plan
from tests.drills.processes import forked, recover
from tests.drills.tally import Tallies

# Every so many kills, the worker that takes over is killed at the same point.
TWICE_EVERY = 6


def main(rounds: int, only: str = "", points: str = "") -> None:
    """Play every case; more rounds choose other statements and moments; `points` narrows."""
    code.become(code.NEW, build=True)
    code.trust_no_cache()
    _import_heavy()
    tallies = Tallies()
    neighbour = towns.picture(towns.NEIGHBOUR, prefix="", exactly=True)
    for case in cases.ALL:
        if not only or case.name in only.split(","):
            started = time.monotonic()
            towns.settle()
            Drill(case, tallies).play(rounds, tuple(filter(None, points.split(","))))
            kills = tallies.of(case.operation).kills
            sys.stderr.write(f"  {case.name}: {kills} kills, {time.monotonic() - started:.0f} s\n")
    if towns.picture(towns.NEIGHBOUR, prefix="", exactly=True) != neighbour:
        tallies.of("create").count(0, 0.0, ["the neighbour's data changed"], "all")
    conclude(tallies.as_json())


def _import_heavy() -> None:
    """What workers import when they need it, once here instead of in every forked one."""
    import provisioning.erasures.certificate
    import provisioning.sandboxes.invention  # noqa: F401


class Drill:
    """One case, killed at every point."""

    def __init__(self, case: cases.Case, tallies: Tallies) -> None:
        self.case, self.tally = case, tallies.of(case.operation)
        self.reference: dict[str, Any] | None = None
        self.number = 0

    def play(self, rounds: int, points: tuple[str, ...] = ()) -> None:
        """First undisturbed, to learn the points and how it should look; then with a kill at each."""
        passed = self._undisturbed()
        for number in range(rounds):
            for plan in plans(passed, random.Random(number)):
                is_left_out = self.case.is_slow and number == 0 and plan.point in self._twins(passed)
                if not is_left_out and (not points or plan.point in points):
                    self._kill(plan)

    @staticmethod
    def _twins(passed: dict[str, Any]) -> set[str]:
        around = ("begin:before", "commit:before", "finish:before")
        return {point for point in passed["points"] if point.endswith(":before") and point not in around}

    def _undisturbed(self) -> dict[str, Any]:
        run = self.case.ask()
        ended = forked(lambda: _drive(run))
        problems = checks.after_run(run, self.case.expected, None)
        if problems or ended.code:
            self.tally.count(0, 0.0, problems or [f"exit code {ended.code}"], f"{self.case.name} undisturbed")
        self.reference = checks.image(run, self.case.expected)
        self.case.back(run)
        return ended.passed

    def _kill(self, plan: Plan) -> None:
        what = f"{self.case.name} at {plan.point} ({plan.statement})"
        run = self.case.ask()
        kills = 0
        for _worker in range(2 if self._twice() else 1):
            ended = forked(lambda: _drive(run), plan)
            kills += ended.was_killed
        if not kills:
            self.tally.miss(what)
        since = time.monotonic()
        recovery = recover(lambda: _is_over(run), since=since)
        problems = checks.after_run(run, self.case.expected, self.reference)
        if self.case.has_canary and towns.planted(run.pemda_code) != 1:
            problems.append("the citizen's text in the module is gone or doubled")
        if not towns.planted(towns.NEIGHBOUR) == 1:
            problems.append("the neighbour's text is gone")
        self.tally.count(kills, recovery, problems, what)
        self.case.back(run)

    def _twice(self) -> bool:
        self.number += 1
        return self.number % TWICE_EVERY == 0


def _drive(run: Any) -> None:
    from provisioning import engine

    engine.drive(str(run.pk))


def _is_over(run: Any) -> bool:
    run.refresh_from_db()
    return run.is_finished


def plans(passed: dict[str, Any], chance: random.Random) -> Iterator[Plan]:
    """A plan for each point that an undisturbed worker passed, and for the middle of what lies between."""
    points = list(dict.fromkeys(passed["points"]))
    for point in points:
        yield Plan(point)
        name, _colon, moment = point.partition(":")
        count = passed["statements"].get(name, 0)
        if moment == "before" and count:
            yield Plan(
                f"{name}:inside", statement=chance.randint(1, count), delay=chance.uniform(0.0, 2 * HOLD_SECONDS)
            )
        if point == "commit:before":
            yield Plan("commit:inside", delay=chance.uniform(0.0, 0.004))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
