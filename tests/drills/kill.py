"""Kill points: where a worker of the drill meets its end.

Every step of every operation has the points `<step>:before`, `<step>:inside` (while PostgreSQL works on one of its
statements, which the server only notices afterwards), `<step>:after` (done, but not in the journal) and for steps
after the commit `<step>:noted`. Around them: `begin`, `commit`, `finish`, and for rollouts `message`, `target`, `ring`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg2 import sql

CHILD, MAIN, BOTH, CONNECTION = "child", "main", "both", "connection"
# How long the server is held inside the statement in which its client dies.
HOLD_SECONDS = 0.03
PLAN_FILE = "ADOPSI_DRILL_PLAN"


@dataclass(frozen=True, slots=True)
class Plan:
    """Die at the n-th time that the point is reached, for `inside` at that statement; of one Pemda's run, or any."""

    point: str
    nth: int = 1
    statement: int = 1
    delay: float = 0.01
    code: str = ""
    victim: str = CHILD


@dataclass(slots=True)
class _State:
    plan: Plan | None = None
    file: Path | None = None
    code: str = ""
    seen: int = 0
    trace: list[str] = field(default_factory=list)
    statements: dict[str, int] = field(default_factory=dict)


_state = _State()


def arm(plan: Plan | None, *, file: Path | None = None) -> None:
    """Instrument this process; with a file, each of its plans is carried out once, by whoever comes there first."""
    _state.plan, _state.file = plan, file
    _watch_steps()
    _watch_engine()
    _watch_rollouts()


def trace() -> dict[str, Any]:
    """What was passed: the points in order, and how many statements each step sent."""
    return {"points": _state.trace, "statements": _state.statements}


# --- dying --------------------------------------------------------------------------------------------


def reach(point: str) -> None:
    """A worker passes here; perhaps no further."""
    _state.trace.append(point)
    plan = _planned(point)
    if plan is not None:
        _die(plan)


def _planned(point: str) -> Plan | None:
    if _state.file is not None:
        return _from_file(_state.file, point)
    if _state.plan is None or _state.plan.point != point:
        return None
    _state.seen += 1
    return _state.plan if _state.seen == _state.plan.nth else None


def _from_file(folder: Path, point: str) -> Plan | None:
    for file in folder.glob("*.plan"):
        with contextlib.suppress(FileNotFoundError):
            plan = Plan(**json.loads(file.read_text()))
            if plan.point == point and plan.code in ("", _state.code):
                file.rename(file.with_suffix(".done"))
                return plan
    return None


def _die(plan: Plan) -> None:
    if plan.victim == CONNECTION:
        with socket.socket(fileno=os.dup(connections["owner"].connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
    if plan.victim in (MAIN, BOTH):
        os.kill(os.getppid(), signal.SIGKILL)
    if plan.victim in (CHILD, BOTH):
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(10)


@contextlib.contextmanager
def _inside(point: str) -> Iterator[bool]:
    """Die while the block runs, or at its end if it was over too soon; the block is told whether."""
    plan = _planned(point)
    if plan is None:
        yield False
        return
    threading.Timer(plan.delay, _die, [plan]).start()
    yield True
    time.sleep(plan.delay)
    _die(plan)


# --- steps --------------------------------------------------------------------------------------------


def _watch_steps() -> None:
    from provisioning.registry import OPERATIONS

    for name, operation in list(OPERATIONS.items()):
        OPERATIONS[name] = dataclasses.replace(
            operation,
            in_transaction=tuple(_watched(step) for step in operation.in_transaction),
            after=tuple(_watched(step) for step in operation.after),
        )


def _watched(step: Any) -> Any:
    def act(work: Any) -> str | None:
        reach(f"{step.name}:before")
        with _statements(step.name):
            detail = step.act(work)
        reach(f"{step.name}:after")
        return detail

    return dataclasses.replace(step, act=act)


@contextlib.contextmanager
def _statements(name: str) -> Iterator[None]:
    """Count the step's statements on all connections; hold the planned one in the server, and die meanwhile."""
    _state.statements[name] = 0
    plan = _planned(f"{name}:inside")

    def watch(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
        _state.statements[name] += 1
        if plan is not None and _state.statements[name] == plan.statement:
            threading.Timer(plan.delay, _die, [plan]).start()
            # Neither a batch nor a server-side cursor takes a second statement.
            is_single = not many and getattr(context["cursor"].cursor, "name", None) is None
            statement = _held(statement) if is_single else statement
        return execute(statement, params, many, context)

    with contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(watch))
        yield
    if plan is not None:
        _die(plan)


def _held(statement: Any) -> Any:
    if isinstance(statement, sql.Composable):
        return sql.SQL(f"SELECT pg_sleep({HOLD_SECONDS}); ") + statement
    # A concurrent build cannot share its message.
    return statement if "CONCURRENTLY" in statement else f"SELECT pg_sleep({HOLD_SECONDS}); {statement}"


# --- around the steps ---------------------------------------------------------------------------------


def _watch_engine() -> None:
    from provisioning import engine, journal

    transaction, begin, finish, ends = engine.owner_transaction, journal.begin, journal.finish, journal.step_ends

    @contextlib.contextmanager
    def owner_transaction(schema_name: str) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            with transaction(schema_name) as cursor:
                yield cursor
                reach("commit:before")
                stack.enter_context(_inside("commit:inside"))
        reach("commit:after")

    def watched_begin(run: Any) -> None:
        _state.code = run.pemda_code
        reach("begin:before")
        begin(run)
        reach("begin:after")

    def watched_finish(run: Any) -> None:
        reach("finish:before")
        finish(run)
        reach("finish:after")

    def watched_ends(step: Any, **words: Any) -> None:
        ends(step, **words)
        reach(f"{step.name}:noted")

    engine.owner_transaction = owner_transaction
    journal.begin, journal.finish, journal.step_ends = watched_begin, watched_finish, watched_ends


def _watch_rollouts() -> None:
    from provisioning import rollout_engine

    shift = rollout_engine._Shift
    send, end, ring = shift._in_one_message, shift._end, shift._next_ring

    def in_one_message(self: Any, *arguments: Any) -> None:
        reach("message:before")
        with _inside("message:inside") as is_planned:
            send(self, *(_held_at_end(each) if is_planned else each for each in arguments))
        reach("message:after")

    def watched_end(self: Any, *words: Any) -> None:
        reach("target:before")
        end(self, *words)
        reach("target:after")

    def next_ring(self: Any) -> bool:
        reach("ring:before")
        goes_on = ring(self)
        reach("ring:after")
        return goes_on

    shift._in_one_message, shift._end, shift._next_ring = in_one_message, watched_end, next_ring


def _held_at_end(message: Any) -> Any:
    """The message, which now dwells between the change of tables and its own bookkeeping."""
    mark = "SET LOCAL search_path TO public;"
    return message.replace(mark, f"SELECT pg_sleep({HOLD_SECONDS}); {mark}", 1) if isinstance(message, str) else message
