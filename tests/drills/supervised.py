"""The real worker and beat as processes, started again when they end, as a service manager would."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.drills.kill import Plan

LOUD = "ADOPSI_DRILL_LOUD"


class Supervised:
    """Worker and beat, and the plans by which the worker dies."""

    def __init__(self, version: str, folder: Path) -> None:
        self.version, self.folder = version, folder
        self.restarts = 0
        self._worker: subprocess.Popen[bytes] | None = None
        self._beat: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start both."""
        schedule = str(self.folder / "beat-schedule")
        beat = ("celery", "-A", "adopsi.celery:app", "beat", "-s", schedule, "--pidfile=", "--loglevel", "warning")
        self._beat = self._spawn(beat)
        self._worker = self._spawn(self._command())

    def _command(self) -> tuple[str, ...]:
        return ("tests.drills.worker", self.version, str(self.folder))

    def _spawn(self, module: Sequence[str]) -> subprocess.Popen[bytes]:
        output = None if os.environ.get(LOUD) else subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            env={**os.environ, "CELERY_SKIP_CHECKS": "1"},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def keep_up(self) -> None:
        """Start the worker again if it is gone."""
        if self._worker is not None and self._worker.poll() is not None:
            self.restarts += 1
            self._worker = self._spawn(self._command())

    def stop(self) -> None:
        """End both with all that they started."""
        for process in (self._beat, self._worker):
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def plan(self, plan: Plan) -> Path:
        """Have the worker die there; the file tells whether it did."""
        with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".new", delete=False) as file:
            json.dump(dataclasses.asdict(plan), file)
        return Path(file.name).rename(Path(file.name).with_suffix(".plan"))


def died_at(plan: Path) -> float | None:
    """When the plan was carried out, on the wall clock; None where it was not."""
    with contextlib.suppress(FileNotFoundError):
        return plan.with_suffix(".done").stat().st_ctime
    return None


@contextlib.contextmanager
def supervised(version: str) -> Iterator[Supervised]:
    """Worker and beat while the block runs."""
    with tempfile.TemporaryDirectory(prefix="adopsi-drill-plans-") as folder:
        made = Supervised(version, Path(folder))
        try:
            yield made
        finally:
            made.stop()


def poll_seconds() -> None:
    """A pause between two looks."""
    time.sleep(0.25)
