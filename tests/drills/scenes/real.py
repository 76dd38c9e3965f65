"""The real thing: Celery's worker and beat on the real broker, with the production values of sweeper and retries.

Lanes of operations go on at once, each in a Pemda of its own. The worker's child is killed (the broker delivers the
message again), or its main process, or both (the sweeper finds the run). Meanwhile messages are lost by FLUSHALL.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Generator
from typing import Any

import redis

from tests.benchmarks.measuring import conclude
from tests.drills import cases, checks, code, towns
from tests.drills.checks import Expected
from tests.drills.kill import BOTH, CHILD, MAIN, Plan
from tests.drills.scenes import rollout as rollouts
from tests.drills.supervised import Supervised, died_at, poll_seconds, supervised
from tests.drills.tally import Tallies

GIVE_UP_SECONDS = 240.0
Lane = Generator[Callable[[], bool], None, None]
ON, OFF = Expected("active", code.NEW), Expected("parked", code.NEW)
UPGRADED, BEFORE = Expected("active", code.NEW, copies=True), Expected("active", code.OLD)
OPERATIONS = {
    "create": "create_pemda",
    "enable": "enable_module",
    "park": "park_module",
    "undo": "undo_run",
    "upgrade": "upgrade_module",
}
ROLLOUT_POINTS = ("tables:inside", "target:before", "commit:after", "target:after")


def points_of(operation: str) -> list[str]:
    """Points that every worker passes, some before the commit, some after; a step that may not be due is none."""
    from provisioning import registry

    known = registry.OPERATIONS[OPERATIONS[operation]]
    early = [f"{step.name}:{moment}" for step in known.in_transaction[1:] for moment in ("before", "after")]
    late = [
        f"{step.name}:{moment}"
        for step in known.after
        if step.is_due is registry.always
        for moment in ("before", "after")
    ]
    mixed = [point for pair in zip(early[::-1], [*late, *late, *late], strict=False) for point in pair]
    return ["commit:before", "commit:after", *(mixed or early), "finish:before"]


def main(lanes: int) -> None:
    """Let all lanes run side by side."""
    code.become(code.NEW, build=True)
    code.trust_no_cache()
    towns.settle()
    broker = redis.Redis(unix_socket_path=os.environ["CACHE_URL"].removeprefix("unix://").partition("?")[0])
    broker.flushall()
    tallies = Tallies()
    with supervised(code.NEW) as worker:
        drill = Drill(worker, tallies)
        lost = [drill.lost(drill.free()) for _each in range(3)]
        waiting = {lane: next(lane) for lane in lost}
        broker.flushall()
        worker.start()
        drill.run({**waiting, **{lane: next(lane) for lane in drill.lanes(lanes)}})
    tallies.faults["real worker"] = {"restarts": worker.restarts}
    conclude(tallies.as_json())


class Drill:
    """The lanes with what they share."""

    def __init__(self, worker: Supervised, tallies: Tallies) -> None:
        self.worker, self.tallies = worker, tallies
        self.chance = random.Random(3)
        self._codes = iter(towns.free_codes()[100:])

    def free(self) -> str:
        """A region without Pemda."""
        return next(self._codes)

    def lanes(self, count: int) -> list[Lane]:
        """All lanes, not begun."""
        victims = [(BOTH, CHILD, CHILD, MAIN), (CHILD, BOTH, CHILD, CHILD), (CHILD, CHILD, BOTH, CHILD)]
        return [
            *(self._life(self.free(), victims[number % 3], number) for number in range(count)),
            self._ups_and_downs(),
            self._rollouts(),
        ]

    def run(self, waiting: dict[Lane, Callable[[], bool]]) -> None:
        """Advance each lane when what it waits for is so."""
        since = dict.fromkeys(waiting, time.monotonic())
        while waiting:
            poll_seconds()
            self.worker.keep_up()
            for lane, is_so in list(waiting.items()):
                if is_so() or time.monotonic() - since[lane] > GIVE_UP_SECONDS:
                    since[lane] = time.monotonic()
                    following = next(lane, None)
                    if following is None:
                        del waiting[lane]
                    else:
                        waiting[lane] = following

    # --- lanes ----------------------------------------------------------------------------------------

    def _life(self, pemda_code: str, victims: tuple[str, ...], number: int) -> Lane:
        """A Pemda is made, gets a module, parks it and takes that back."""
        parked: list[Any] = []
        acts: list[tuple[str, Callable[[], Any], Expected]] = [
            ("create", lambda: _create(pemda_code), Expected()),
            ("enable", lambda: cases.request("enable", pemda_code), ON),
            ("park", lambda: parked.append(cases.request("park", pemda_code)) or parked[0], OFF),
            ("undo", lambda: cases.ask_undo(parked[0]), ON),
        ]
        for (operation, ask, expected), victim in zip(acts, victims, strict=True):
            points = points_of(operation)
            yield from self._one(operation, pemda_code, ask, expected, points[number % len(points)], victim)

    def _ups_and_downs(self) -> Lane:
        upgraded: list[Any] = []
        for victim, back in ((BOTH, BOTH), (CHILD, CHILD), (CHILD, MAIN)):
            upgraded.insert(0, None)
            point = self.chance.choice(points_of("upgrade"))
            yield from self._one("upgrade", towns.UPGRADES, lambda: _kept(upgraded), UPGRADED, point, victim)
            point = self.chance.choice(points_of("undo"))
            ask = lambda: cases.ask_undo(upgraded[0])  # noqa: E731
            yield from self._one("undo", towns.UPGRADES, ask, BEFORE, point, back)

    def _one(
        self, operation: str, pemda_code: str, ask: Callable[[], Any], expected: Expected, point: str, victim: str
    ) -> Lane:
        plan, restarts = self.worker.plan(Plan(point, code=pemda_code, victim=victim)), self.worker.restarts
        run = ask()
        yield lambda: _is_over(run)
        what, tally = f"real worker, {operation} at {point} ({victim})", self.tallies.of(operation)
        died = died_at(plan)
        if died is None:
            plan.unlink(missing_ok=True)
            # A worker that another lane's plan ended may have been past the point, or about to come to it.
            if self.worker.restarts == restarts:
                tally.miss(what)
        over = _is_over(run)
        recovery = max(0.0, run.finished_at.timestamp() - died) if over and died else (0.0 if over else None)
        tally.count(int(died is not None), recovery, checks.after_run(run, expected, None), what)

    def _rollouts(self) -> Lane:
        for point, victim in zip(ROLLOUT_POINTS, (BOTH, CHILD, CHILD, MAIN), strict=True):
            plan = self.worker.plan(Plan(point, code=towns.FLEET[1], victim=victim))
            rollout = rollouts.start()
            yield lambda rollout=rollout: _rolled_out(rollout)
            died, what = died_at(plan), f"real worker, rollout at {point} ({victim})"
            over = _rolled_out(rollout)
            recovery = max(0.0, rollout.finished_at.timestamp() - died) if over and died else (0.0 if over else None)
            problems = rollouts.problems_of(rollout, code.NEW)
            self.tallies.of("rollout").count(int(died is not None), recovery, problems, what)
            rollouts.take_back()

    def lost(self, pemda_code: str) -> Lane:
        """A run whose message Valkey forgets."""
        run, since = _create(pemda_code), time.time()
        yield lambda: _is_over(run)
        over = _is_over(run)
        fault = self.tallies.faults.setdefault(
            "valkey flushed", {"times": 0, "unfinished": 0, "longest_recovery_s": 0.0}
        )
        fault["times"] += 1  # type: ignore[operator]
        fault["unfinished"] += not over  # type: ignore[operator]
        took = round(run.finished_at.timestamp() - since, 2) if over else 0.0
        fault["longest_recovery_s"] = max(took, fault["longest_recovery_s"])  # type: ignore[type-var]
        fault["problems"] = [*fault.get("problems", []), *checks.after_run(run, Expected(), None)]  # type: ignore[misc]


def _kept(upgraded: list[Any]) -> Any:
    upgraded[0] = cases.request("upgrade", towns.UPGRADES)
    return upgraded[0]


def _create(pemda_code: str) -> Any:
    from provisioning.services import request_create

    return request_create(code=pemda_code, admin=towns.ADMIN, requested_by="drill")


def _is_over(run: Any) -> bool:
    run.refresh_from_db()
    return run.is_finished


def _rolled_out(rollout: Any) -> bool:
    from provisioning.models import Run

    rollout.refresh_from_db()
    mine = Run.objects.filter(pemda_code__in=towns.FLEET, state__in=Run.UNFINISHED)
    return rollout.state != "running" and not mine.exists()


if __name__ == "__main__":
    main(int(sys.argv[1]))
