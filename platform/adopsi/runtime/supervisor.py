"""Starts children, waits until they serve, keeps them up, ends them in reverse order."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

from adopsi.runtime import watchdog
from adopsi.runtime.child import Child, Service, start
from adopsi.runtime.errors import ServiceFailed

POLL_SECONDS = 0.05
# A child that ends this often within the window is broken, not unlucky.
RESTARTS = 4
RESTART_WINDOW_SECONDS = 60.0
# A second Ctrl-C hurries the end; two signals at once are one wish (a terminal and make both send them).
HURRY_AFTER_SECONDS = 1.0


class Supervisor:
    """The children of one run, in tiers: a later tier needs the earlier ones and ends before them."""

    def __init__(self, *, home: Path, logs: Path, lock: int, say: Callable[[str], None]) -> None:
        self._logs = logs
        self._say = say
        self._tiers: list[list[Child]] = []
        self._restarts: dict[str, deque[float]] = {}
        self._stopping_since = 0.0
        self._hurried = False
        self._watchdog = subprocess.Popen(
            [sys.executable, "-S", "-E", watchdog.__file__, str(home)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=(lock,),
        )

    def start(self, *services: Service) -> None:
        """Start services as one tier; does not wait."""
        tier: list[Child] = []
        self._tiers.append(tier)
        for service in services:
            tier.append(self._spawn(service))

    def wait_ready(self, *, seconds: float) -> None:
        """Return once every service answers its probe; ServiceFailed if one ends or stays silent."""
        deadline = time.monotonic() + seconds
        for child in self._children():
            while not child.service.ready():
                if not child.alive:
                    raise self._failure(child, f"ended with {child.process.returncode} before it was ready")
                if time.monotonic() > deadline:
                    raise self._failure(child, f"was not ready within {seconds:.0f} s")
                time.sleep(POLL_SECONDS)

    def complete(self, step: Service, *, shown: bool = False) -> None:
        """Run one step to its end; `shown` repeats its output on the terminal as it comes."""
        child = self._spawn(step)
        seen = child.log.stat().st_size if child.log.exists() else 0
        try:
            with child.log.open("rb") as log:
                log.seek(seen)
                while child.alive:
                    time.sleep(POLL_SECONDS)
                    self._refuse_without_services()
                    self._repeat(log.read(), shown=shown)
                self._repeat(log.read(), shown=shown)
        finally:
            self._end([child])
        if child.process.returncode != 0:
            failure = f"failed with {child.process.returncode}"
            raise ServiceFailed(f"{step.name} {failure}.") if shown else self._failure(child, failure)

    def watch(self) -> None:
        """Keep everything up until a signal comes; ServiceFailed when a child cannot be kept."""
        while True:
            time.sleep(0.25)
            for tier in self._tiers:
                for place, child in enumerate(tier):
                    if not child.alive:
                        tier[place] = self._again(child)

    def stop(self) -> None:
        """End every child, the last tier first, and the watchdog with them."""
        self._stopping_since = time.monotonic()
        with _signals(self._hurry):
            while self._tiers:
                self._end(self._tiers.pop())
            if self._watchdog.stdin is not None:
                self._watchdog.stdin.close()
            self._watchdog.wait()

    def _refuse_without_services(self) -> None:
        """A step would wait for ever for a service that ended while things were still being set up."""
        for child in self._children():
            if not child.alive:
                raise self._failure(child, f"ended with {child.process.returncode}")

    def _children(self) -> Iterator[Child]:
        for tier in self._tiers:
            yield from tier

    def _spawn(self, service: Service) -> Child:
        child = start(service, logs=self._logs)
        self._tell(f"+ {child.process.pid} {int(service.stop_signal)}")
        return child

    def _again(self, child: Child) -> Child:
        """Start a child that ended once more, unless it holds data or keeps ending."""
        ended = f"ended with {child.process.returncode}"
        times = self._restarts.setdefault(child.service.name, deque(maxlen=RESTARTS))
        often = len(times) == RESTARTS and time.monotonic() - times[0] < RESTART_WINDOW_SECONDS
        if child.service.holds_data or often:
            raise self._failure(child, ended)
        times.append(time.monotonic())
        self._say(f"{child.service.name} {ended}; starting it again (log: {child.log})")
        self._end([child])
        return self._spawn(child.service)

    def _end(self, children: list[Child]) -> None:
        for child in children:
            child.signal(child.service.stop_signal)
        started = time.monotonic()
        for child in children:
            while child.alive and not self._hurried and time.monotonic() - started < child.service.stop_seconds:
                time.sleep(POLL_SECONDS)
            child.kill_group()
            self._tell(f"- {child.process.pid}")

    def _hurry(self, _number: int, _frame: FrameType | None) -> None:
        self._hurried = time.monotonic() - self._stopping_since > HURRY_AFTER_SECONDS

    def _tell(self, line: str) -> None:
        # Without its watchdog a run is still ended by the kernel's parent-death signal.
        with contextlib.suppress(BrokenPipeError, ValueError):
            if self._watchdog.stdin is not None:
                self._watchdog.stdin.write(f"{line}\n".encode())
                self._watchdog.stdin.flush()

    def _repeat(self, output: bytes, *, shown: bool) -> None:
        if shown and output.strip():
            self._say(output.decode(errors="replace").rstrip("\n"))

    @staticmethod
    def _failure(child: Child, what: str) -> ServiceFailed:
        return ServiceFailed(f"{child.service.name} {what}. The end of {child.log}:\n{child.last_lines()}")


@contextlib.contextmanager
def _signals(action: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before: Mapping[signal.Signals, object] = {number: signal.signal(number, action) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)  # type: ignore[arg-type]


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all arrive as KeyboardInterrupt, even in a background shell."""
    with _signals(signal.default_int_handler):
        yield
