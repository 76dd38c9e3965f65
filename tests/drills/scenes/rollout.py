"""Workers killed in the middle of a rollout: in its one message per Pemda, between Pemda, and in its full runs."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.measuring import conclude
from tests.drills import checks, code, towns
from tests.drills.kill import HOLD_SECONDS, Plan
from tests.drills.processes import forked, recover
from tests.drills.tally import Tallies


def main(version: str, rounds: int, points: str = "") -> None:
    """Roll the version out to the fleet again and again, each time with another kill."""
    code.become(version, build=True)
    code.trust_no_cache()
    towns.settle()
    tallies, started = Tallies(), time.monotonic()
    Drill(version, tallies).play(rounds, tuple(filter(None, points.split(","))))
    kills = tallies.of("rollout").kills
    sys.stderr.write(f"  rollout of {version}: {kills} kills, {time.monotonic() - started:.0f} s\n")
    conclude(tallies.as_json())


class Drill:
    """One release, rolled out with a kill at every point."""

    def __init__(self, version: str, tallies: Tallies) -> None:
        self.version, self.tally = version, tallies.of("rollout")

    def play(self, rounds: int, points: tuple[str, ...] = ()) -> None:
        """First undisturbed, then with a kill at each point."""
        rollout = start()
        passed = forked(lambda: _drive(rollout)).passed
        self._look(rollout, 0, 0.0, f"rollout of {self.version} undisturbed")
        for number in range(rounds):
            for plan in plans(passed, random.Random(number)):
                if not points or plan.point in points:
                    self._kill(plan)

    def _kill(self, plan: Plan) -> None:
        what = f"rollout of {self.version} at {plan.point} ({plan.nth}, {plan.statement})"
        rollout = start()
        killed = forked(lambda: _drive(rollout), plan).was_killed
        if not killed:
            self.tally.miss(what)
        since = time.monotonic()
        recovery = recover(lambda: is_over(rollout), since=since)
        self._look(rollout, int(killed), recovery, what)

    def _look(self, rollout: Any, kills: int, recovery: float | None, what: str) -> None:
        problems = problems_of(rollout, self.version)
        self.tally.count(kills, recovery, problems, what)
        take_back()


def start() -> Any:
    """Start a rollout of this code's release to everyone."""
    from provisioning.rollouts import start_rollout

    return start_rollout(slug=code.SLUG, requested_by="drill", ignores_windows=True)


def _drive(rollout: Any) -> None:
    from provisioning import tasks

    tasks.drive_rollout(rollout_id=str(rollout.pk))


def is_over(rollout: Any) -> bool:
    """Whether the rollout and all runs that it left are finished."""
    from provisioning.models import Run

    rollout.refresh_from_db()
    return rollout.state != "running" and not Run.objects.filter(state__in=Run.UNFINISHED).exists()


def problems_of(rollout: Any, version: str) -> list[str]:
    """Everything that is wrong after the rollout."""
    rollout.refresh_from_db()
    found = [] if rollout.state == "done" else [f"the rollout is {rollout.state} ({rollout.halt_reason})"]
    expected = checks.Expected("active", version, copies=True)
    for target in rollout.targets.select_related("run"):
        if target.pemda_code not in towns.FLEET:
            # Another lane may have upgraded it by hand; then there was nothing left to be held off.
            had_it = target.state == "done" and target.attempts == 0
            held = had_it or target.state == "skipped"
            found += [] if held else [f"{target.pemda_code} was pinned but is {target.state}"]
        elif target.state != "done" or target.run is None:
            found.append(f"target {target.pemda_code} is {target.state} ({target.note}), run {target.run}")
        else:
            found += checks.after_run(target.run, expected, None)
    for pemda_code in (*towns.FLEET, towns.NEIGHBOUR):
        if towns.planted(pemda_code) != 1:
            found.append(f"the citizen's text in {pemda_code} is gone or doubled")
    return found


def take_back() -> None:
    """Every Pemda of the fleet returns to the release before, whatever became of the rollout."""
    from provisioning.models import Rollout, Run

    Rollout.objects.filter(state__in=Rollout.UNFINISHED).update(state="cancelled")
    for pemda_code in towns.FLEET:
        done = Run.objects.filter(pemda_code=pemda_code, operation="upgrade_module", state="done")
        run = done.order_by("-created_at").first()
        if run is not None and not Run.objects.filter(undoes=run, state="done").exists():
            towns.undo(run)


def plans(passed: dict[str, Any], chance: random.Random) -> Iterator[Plan]:
    """A plan for each point at the first Pemda and at a later one, and for the middle of what lies between."""
    points: list[str] = passed["points"]
    for point in dict.fromkeys(points):
        last = points.count(point)
        for nth in sorted({1, chance.randint(1, last)} if "message:after" in points else {chance.randint(1, last)}):
            yield Plan(point, nth=nth)
        name, _colon, moment = point.partition(":")
        count = passed["statements"].get(name, 0)
        if moment == "before" and count:
            nth, statement = chance.randint(1, last), chance.randint(1, count)
            yield Plan(f"{name}:inside", nth=nth, statement=statement, delay=chance.uniform(0, 2 * HOLD_SECONDS))
        if point == "message:before":
            for nth in range(1, last + 1):
                yield Plan("message:inside", nth=nth, delay=chance.uniform(0.0, HOLD_SECONDS))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
