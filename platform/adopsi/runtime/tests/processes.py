"""Looks at real processes by their command line; shared by the tests of the embedded run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from adopsi.runtime.environment import inherited

START = (sys.executable, "-m", "adopsi.runtime")


def mentioning(text: Path | str) -> list[str]:
    """Command lines of living processes that name this text."""
    found = subprocess.run(["pgrep", "-f", "-a", str(text)], capture_output=True, text=True, check=False)
    return [line for line in found.stdout.splitlines() if "pgrep" not in line]


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether the condition holds before the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def started_services(home: Path, stack: ExitStack) -> subprocess.Popen[str]:
    """Running services in this folder; ended with the stack."""
    process = subprocess.Popen(
        [*START, "services", "--home", str(home)],
        env=inherited(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def end() -> None:
        if process.poll() is None:
            process.terminate()
        process.communicate()

    stack.callback(end)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("{")
    return process
