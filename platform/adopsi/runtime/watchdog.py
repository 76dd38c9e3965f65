"""Ends what a killed supervisor left behind.

A process of its own, started by file name. It reads `+ group signal` and `- group` lines from the supervisor;
when the pipe closes it asks every group it still knows to stop, waits, then kills. It also holds the data
folder's lock until that is done, so that a new run cannot start into the remains. (The kernel's
parent-death signal reaches only direct children, and macOS has none.)
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 4.0


def follow(lines: Iterable[str]) -> dict[int, int]:
    """The process groups that were alive when the supervisor went, with the signal each wants."""
    groups: dict[int, int] = {}
    for line in lines:
        words = line.split()
        if words[0] == "+":
            groups[int(words[1])] = int(words[2])
        else:
            groups.pop(int(words[1]), None)
    return groups


def alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(groups: dict[int, int]) -> None:
    """Ask each group to stop, then make it."""
    for group, number in groups.items():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(group, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(alive(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end(follow(sys.stdin))
