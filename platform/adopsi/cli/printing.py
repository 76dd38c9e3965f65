"""Words on the terminal, and the progress of a run."""

from __future__ import annotations

import sys
import time

from provisioning.engine import drive
from provisioning.models import Run, RunStep

MARKS = {
    RunStep.State.WAITING: "·",
    RunStep.State.RUNNING: "…",
    RunStep.State.DONE: "✓",
    RunStep.State.FAILED: "✗",
}
POLL_SECONDS = 0.1


def say(text: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def follow(run: Run, *, here: bool = False) -> int:
    """Print each step as it ends; 0 when the run is done, 1 when it failed.

    With `here` this process drives the run itself, for machines without a worker.
    """
    say(f"{run.title} {run.pemda_code} {run.subject}".rstrip())
    if here:
        drive(str(run.pk))
    told: set[int] = set()
    while True:
        run.refresh_from_db()
        for step in run.steps.all():
            if step.state in {RunStep.State.DONE, RunStep.State.FAILED} and step.pk not in told:
                told.add(step.pk)
                detail = f" ({step.detail})" if step.detail else ""
                say(f"  {MARKS[RunStep.State(step.state)]} {step.title}{detail} {step.milliseconds} ms")
        if run.is_finished:
            break
        time.sleep(POLL_SECONDS)
    if run.state == Run.State.FAILED:
        sys.stderr.write(f"adopsi: {run.error} [{run.error_code}]\n")
        return 1
    say(f"  selesai dalam {run.seconds:.1f} d")
    return 0
