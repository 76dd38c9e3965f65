"""What else goes wrong: one message six times, a database stopped at once, a full lock table, a killed index build."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2

from tests.benchmarks.measuring import conclude
from tests.drills import cases, checks, code, towns
from tests.drills.kill import CONNECTION, Plan
from tests.drills.processes import fork, forked, recover, wait
from tests.drills.scenes.steps import _drive, _is_over
from tests.drills.servers import await_postgres, crash_postgres, restart_postgres
from tests.drills.tally import Tallies, Tally

SMALL = {"max_locks_per_transaction": "64", "max_connections": "40"}
HELD_SECONDS, READS_PER_SECOND = 5.0, 20
WAITING_BUILD = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'"
INVALID = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"


def main(only: str = "") -> None:
    """Play every fault."""
    code.become(code.NEW, build=True)
    code.trust_no_cache()
    found: dict[str, Any] = {}
    for play in PLAYS:
        name = play.__name__.replace("_", " ")
        if not only or name in only.split(","):
            tally = Tally()
            started = time.monotonic()
            towns.settle()
            figures = play(tally)
            found[name] = {
                "kills": tally.kills,
                "half_made": tally.half_made,
                "unfinished": tally.unfinished,
                "longest_recovery_s": tally.longest_recovery_s,
                "problems": tally.problems,
                **figures,
            }
            sys.stderr.write(f"  {name}: {time.monotonic() - started:.0f} s\n")
    tallies = Tallies()
    tallies.faults = found
    conclude(tallies.as_json())


def _superuser() -> Any:
    connection = psycopg2.connect(os.environ["SUPERUSER_DATABASE_URL"], dbname="adopsi")
    connection.autocommit = True
    return connection


@contextlib.contextmanager
def _asking() -> Iterator[Callable[[str], Any]]:
    with contextlib.closing(_superuser()) as connection, connection.cursor() as cursor:

        def ask(query: str) -> Any:
            cursor.execute(query)
            return cursor.fetchall()

        yield ask


def _forget() -> None:
    """Connections of a server that is gone."""
    from django.db import connections

    from tenants.backend.base import POOL

    connections.close_all()
    POOL.clear()


# --- six workers, one run -----------------------------------------------------------------------------


def six_times(tally: Tally) -> dict[str, Any]:
    """The same message six times: six workers at once on one run, for several operations."""
    most = 0
    for case in (cases.CREATE, cases.ENABLE, cases.UPGRADE, cases.UNDO_PARK):
        run = case.ask()
        workers = [fork(lambda run=run: _drive(run)) for _each in range(6)]
        for worker in workers:
            wait(*worker)
        recovery = recover(lambda run=run: _is_over(run), since=time.monotonic())
        tally.count(0, recovery, checks.after_run(run, case.expected, None), case.name)
        most = max(most, run.attempts)
        case.back(run)
    return {"times": 4, "most_attempts": most}


# --- a citizen writes between the commit and the recovery ---------------------------------------------


def written_meanwhile(tally: Tally) -> dict[str, Any]:
    """The worker dies when the module is on, a citizen writes into it, and an undo must not take that away."""
    from provisioning.services import request_undo

    run = cases.ENABLE.ask()
    forked(lambda: _drive(run), Plan("commit:after"))
    towns.plant(towns.BLANK)
    recovery = recover(lambda: _is_over(run), since=time.monotonic())
    problems = checks.after_run(run, cases.ENABLE.expected, None)
    undo = request_undo(run=run, requested_by="drill")
    forked(lambda: _drive(undo))
    undo.refresh_from_db()
    if undo.state != "failed" or not towns.picture(towns.BLANK) or not towns.planted(towns.BLANK):
        problems.append(f"undo is {undo.state} ({undo.error_code}) and the citizen's text is lost")
    tally.count(1, recovery, problems, "enable, written between commit and count")
    if undo.state == "failed":
        towns.uproot(towns.BLANK)
        run.refresh_from_db()
        towns.undo(run)
    return {}


# --- a long transaction of a citizen ------------------------------------------------------------------


def long_transaction(tally: Tally) -> dict[str, Any]:
    """A citizen's transaction holds a table for five seconds during an upgrade, while others read all the time."""
    run = cases.UPGRADE.ask()
    is_held, waits = threading.Event(), []
    holder = threading.Thread(target=_hold, args=(is_held,))
    reader = threading.Thread(target=_read, args=(waits, HELD_SECONDS + 2.0))
    holder.start()
    is_held.wait()
    reader.start()
    started = time.monotonic()
    forked(lambda: _drive(run))
    recovery = recover(lambda: _is_over(run), since=started)
    holder.join()
    reader.join()
    tally.count(0, recovery, checks.after_run(run, cases.UPGRADE.expected, None), "upgrade behind a citizen")
    run.refresh_from_db()
    cases.UPGRADE.back(run)
    longest, usual = max(waits), sorted(waits)[len(waits) // 2]
    return {"reads": len(waits), "longest_wait_ms": round(longest * 1000), "median_wait_ms": round(usual * 1000, 2)}


def _own(pemda_code: str) -> Any:
    """A connection of the Pemda's own login."""
    from tenants.credentials import password_of, schema_of

    login = schema_of(pemda_code)
    return psycopg2.connect(
        os.environ["DATABASE_URL"], user=login, password=password_of(login), options=f"-c search_path={login}"
    )


def _hold(is_held: threading.Event) -> None:
    with contextlib.closing(_own(towns.UPGRADES)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {code.SLUG}_note")
        is_held.set()
        time.sleep(HELD_SECONDS)


def _read(waits: list[float], seconds: float) -> None:
    until = time.monotonic() + seconds
    with contextlib.closing(_own(towns.UPGRADES)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while time.monotonic() < until:
            started = time.monotonic()
            cursor.execute(f"SELECT count(*) FROM {code.SLUG}_note")
            waits.append(time.monotonic() - started)
            time.sleep(max(0.0, 1 / READS_PER_SECOND - waits[-1]))


# --- an index build -----------------------------------------------------------------------------------


def index_build_killed(tally: Tally) -> dict[str, Any]:
    """A concurrent build waits for a citizen's transaction: its backend is terminated, or its worker killed."""
    leftovers = 0
    for is_worker_killed in (False, True):
        run = cases.UPGRADE.ask()
        leftovers += _break_build(run, is_worker_killed)
        recovery = recover(lambda run=run: _is_over(run), since=time.monotonic())
        tally.count(1, recovery, checks.after_run(run, cases.UPGRADE.expected, None), "index build")
        cases.UPGRADE.back(run)
    return {"times": 2, "invalid_leftovers": leftovers}


def _break_build(run: Any, is_worker_killed: bool) -> int:
    pid, trace = fork(lambda: _drive_slowly(run))
    with _asking() as ask, contextlib.closing(_own(towns.UPGRADES)) as citizen, citizen.cursor() as cursor:
        _until(lambda: _committed(run))
        cursor.execute(f"UPDATE {code.SLUG}_note SET text = text")
        _until(lambda: bool(ask(WAITING_BUILD)))
        time.sleep(0.2)
        if is_worker_killed:
            os.kill(pid, 9)
        builder = ask(WAITING_BUILD)[0][0]
        ask(f"SELECT pg_terminate_backend({builder})")
        _until(lambda: not ask(WAITING_BUILD))
        wait(pid, trace)
        found: int = ask(INVALID)[0][0]
        citizen.rollback()
        return found


def _drive_slowly(run: Any) -> None:
    """Leave the citizen a moment between the commit and the build."""
    from provisioning import steps_index

    build = steps_index._build

    def slow(*arguments: Any) -> None:
        time.sleep(0.5)
        build(*arguments)

    steps_index._build = slow
    _drive(run)


def _committed(run: Any) -> bool:
    run.refresh_from_db()
    return run.committed_at is not None


def _until(is_so: Callable[[], bool]) -> None:
    for _turn in range(600):
        if is_so():
            return
        time.sleep(0.02)
    raise RuntimeError("the drill waited in vain")


# --- one connection -----------------------------------------------------------------------------------


def connection_lost(tally: Tally) -> dict[str, Any]:
    """The owner's connection breaks while the journal's lives: nobody knows whether a commit arrived."""
    chosen = (cases.CREATE, cases.ENABLE, cases.UPGRADE, cases.UNDO_UPGRADE, cases.PARK)
    for case in chosen:
        for point in ("check:after", "commit:before"):
            run = case.ask()
            forked(lambda run=run: _drive(run), Plan(point, victim=CONNECTION))
            recovery = recover(lambda run=run: _is_over(run), since=time.monotonic())
            problems = checks.after_run(run, case.expected, None)
            tally.count(0, recovery, problems, f"{case.name}, connection lost at {point}")
            if run.state != "done":
                towns.settle()
            else:
                case.back(run)
    return {"times": 2 * len(chosen)}


# --- the database -------------------------------------------------------------------------------------


def stopped_at_once(tally: Tally) -> dict[str, Any]:
    """The database is stopped without a checkpoint in the middle of runs, and comes back."""
    home, chance = Path(os.environ["ADOPSI_DRILL_HOME"]), random.Random(5)
    chosen = (cases.CREATE, cases.ENABLE, cases.UPGRADE, cases.UNDO_UPGRADE, cases.PARK, cases.PURGE)
    for number, case in enumerate(chosen):
        run = case.ask()
        worker = fork(lambda run=run: _drive(run))
        time.sleep(chance.uniform(0.0, 0.25))
        since = time.monotonic()
        crash_postgres(home)
        wait(*worker)
        _forget()
        recovery = recover(lambda run=run: _is_over(run), since=since)
        tally.count(1, recovery, checks.after_run(run, case.expected, None), f"{case.name}, crash {number}")
        case.back(run)
    return {"times": len(chosen)}


def locks_used_up(tally: Tally) -> dict[str, Any]:
    """A small lock table, full of somebody else's locks: the run waits its turn, and is done when there is room."""
    home = Path(os.environ["ADOPSI_DRILL_HOME"])
    restart_postgres(home, SMALL)
    _forget()
    run = cases.CREATE.ask()
    with contextlib.closing(_superuser()) as connection, connection.cursor() as cursor:
        locks = _fill(cursor)
        forked(lambda: _drive(run))
        cursor.execute("SELECT pg_advisory_unlock_all()")
    run.refresh_from_db()
    meanwhile = f"{run.state}: {run.error}"
    recovery = recover(lambda: _is_over(run), since=time.monotonic())
    tally.count(0, recovery, checks.after_run(run, cases.CREATE.expected, None), "create with a full lock table")
    restart_postgres(home, {})
    await_postgres()
    _forget()
    return {"locks_held": locks, "meanwhile": meanwhile}


def _fill(cursor: Any) -> int:
    """Take locks until there is no room for more, and leave a little so that somebody can log in."""
    taken = 0
    with contextlib.suppress(psycopg2.OperationalError):
        while True:
            cursor.execute("SELECT pg_advisory_lock(n) FROM generate_series(%s::bigint, %s) n", [taken, taken + 99])
            taken += 100
    cursor.execute("SELECT pg_advisory_unlock(n) FROM generate_series(0, 29) n")
    return taken - 30


PLAYS = (
    *(six_times, written_meanwhile, long_transaction, index_build_killed),
    *(connection_lost, stopped_at_once, locks_used_up),
)

if __name__ == "__main__":
    main(*sys.argv[1:])
