"""Workers that are forked: processes of their own with connections of their own, whose end is observed."""

from __future__ import annotations

import json
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connections

from tests.drills import kill


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended: the signal that killed it or 0, its exit code, and what it passed."""

    signal: int
    code: int
    passed: dict[str, Any] = field(default_factory=dict)

    @property
    def was_killed(self) -> bool:
        """Whether nothing of it could tidy up."""
        return self.signal == signal.SIGKILL


def fork(act: Callable[[], Any], plan: kill.Plan | None = None) -> tuple[int, int]:
    """Start a worker that does the act; its process id, and where its trace can be read."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    code = 1
    try:
        os.close(reader)
        _forget_connections()
        kill.arm(plan)
        act()
        code = 0
    except BaseException:  # noqa: BLE001 - nothing of the parent may go on in the child
        if os.environ.get("ADOPSI_DRILL_LOUD"):
            traceback.print_exc()
    finally:
        os.write(writer, json.dumps(kill.trace()).encode()[:60_000])
        os._exit(code)


def _forget_connections() -> None:
    """The sockets are the parent's: neither used nor said goodbye to here."""
    for wrapper in connections.all(initialized_only=True):
        _parents.append(wrapper.connection)
        wrapper.connection = None


_parents: list[Any] = []


def wait(pid: int, reader: int) -> Ended:
    """The end of a forked worker."""
    text = b""
    while part := os.read(reader, 65536):
        text += part
    os.close(reader)
    status = os.waitpid(pid, 0)[1]
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return Ended(number, 0 if number else os.waitstatus_to_exitcode(status), json.loads(text) if text else {})


def forked(act: Callable[[], Any], plan: kill.Plan | None = None) -> Ended:
    """Do the act in a worker of its own and wait for its end."""
    return wait(*fork(act, plan))


def sweep() -> None:
    """What beat asks for every half minute; the drill does not wait until a run has been quiet for long."""
    from provisioning import tasks

    tasks.QUIET_AFTER = timedelta(0)
    tasks.sweep_rollouts()
    tasks.sweep_runs()


def recover(is_over: Callable[[], bool], *, since: float, seconds: float = 30.0) -> float | None:
    """Sweep until it is over; how long that took, or None where it never is."""
    while time.monotonic() - since < seconds:
        forked(sweep)
        if is_over():
            return time.monotonic() - since
        time.sleep(0.02)
    return None
