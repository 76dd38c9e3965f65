"""One child process: its own session, a log, a way to ask whether it serves, an end that is certain."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adopsi.runtime.account import Account
from adopsi.runtime.errors import ServiceFailed

PR_SET_PDEATHSIG = 1
# Loaded before any fork: a freshly forked child must not take the loader's lock.
_LIBC = ctypes.CDLL(None, use_errno=True)
LOG_BYTES = 5_000_000


def always() -> bool:
    """The probe of a child that has nothing to wait for."""
    return True


@dataclass(frozen=True, slots=True)
class Service:
    """What to run and how it starts and ends."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    ready: Callable[[], bool] = always
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 8.0
    account: Account | None = None
    descriptors: tuple[int, ...] = ()
    # Above 0 it yields the processor to what a person waits for.
    niceness: int = 0
    # Data would be at risk: such a child is not started again behind a person's back.
    holds_data: bool = False


@dataclass(slots=True)
class Child:
    """A service that was started."""

    service: Service
    process: subprocess.Popen[bytes]
    log: Path
    started: float = field(default_factory=time.monotonic)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process itself."""
        if self.alive:
            # One that became another user may be out of reach in a container without CAP_KILL.
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def kill_group(self) -> None:
        """End the process and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_lines(self, count: int = 15) -> str:
        """The end of its log."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-count:])


def start(service: Service, *, logs: Path) -> Child:
    """Start a service with its output in `logs`.

    On Linux the child asks the kernel to be told when we die. That wish is lost when a process changes its
    user, so it is made last; it is tied to the thread that forks, so this is called from the main thread only.
    """
    log = logs / f"{service.name}.log"
    with contextlib.suppress(OSError):
        if log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
    parent = os.getpid()

    def before_exec() -> None:
        os.nice(service.niceness)
        if service.account is not None:
            service.account.become(_LIBC)
        if sys.platform.startswith("linux"):
            _LIBC.prctl(PR_SET_PDEATHSIG, int(service.stop_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    with log.open("ab") as output:
        try:
            process = subprocess.Popen(
                service.command,
                env=dict(service.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=service.descriptors,
                preexec_fn=before_exec,
            )
        except subprocess.SubprocessError:
            name = service.account.name if service.account else "this user"
            raise ServiceFailed(
                f"{service.name} could not be started as {name}: root here may not change its user. "
                "Run as an ordinary user."
            ) from None
    return Child(service=service, process=process, log=log)
