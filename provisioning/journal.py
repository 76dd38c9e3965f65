"""Writing the journal while a run's own transaction is still open: on the `public` connection, at once visible."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from provisioning.models import Run, RunStep
from tenants.router import PUBLIC


def open_run(
    *,
    operation: str,
    steps: list[str],
    pemda_code: str,
    subject: str,
    arguments: dict[str, Any],
    requested_by: str,
    reason: str,
) -> tuple[Run, bool]:
    """Write a run with its steps; where the same run is unfinished, that one is returned and False."""
    run = Run(
        id=uuid.uuid4(),
        operation=operation,
        pemda_code=pemda_code,
        subject=subject,
        arguments=arguments,
        requested_by=requested_by,
        reason=reason,
    )
    try:
        with transaction.atomic(using=PUBLIC):
            run.save(force_insert=True)
            RunStep.objects.bulk_create(
                [RunStep(run=run, position=position, name=name) for position, name in enumerate(steps, start=1)]
            )
    except IntegrityError:
        same = Run.objects.filter(
            pemda_code=pemda_code, operation=operation, subject=subject, state__in=Run.UNFINISHED
        ).first()
        if same is None:
            raise
        return same, False
    return run, True


def begin(run: Run) -> None:
    """The run starts, or starts again after its worker died."""
    now = timezone.now()
    run.attempts += 1
    run.started_at = run.started_at or now
    run.state, run.beat_at = Run.State.RUNNING, now
    run.save(update_fields=["attempts", "started_at", "state", "beat_at"])


def step_begins(step: RunStep) -> None:
    """The step runs."""
    now = timezone.now()
    RunStep.objects.filter(pk=step.pk).update(state=RunStep.State.RUNNING, started_at=now, finished_at=None, detail="")
    Run.objects.filter(pk=step.run_id).update(beat_at=now)


def step_ends(step: RunStep, *, detail: str = "", state: str = RunStep.State.DONE) -> None:
    """The step is done or failed."""
    RunStep.objects.filter(pk=step.pk).update(state=state, detail=detail[:300], finished_at=timezone.now())


def steps_roll_back(run: Run, names: list[str]) -> None:
    """The transaction was rolled back: its finished steps wait again."""
    RunStep.objects.filter(run=run, name__in=names, state=RunStep.State.DONE).update(
        state=RunStep.State.WAITING, started_at=None, finished_at=None, detail=""
    )


def fail(run: Run, *, code: str, message: str) -> None:
    """The run ended without effect; the message is for the admin."""
    run.state, run.error_code, run.error, run.finished_at = Run.State.FAILED, code, message, timezone.now()
    run.save(update_fields=["state", "error_code", "error", "finished_at"])


def finish(run: Run) -> None:
    """The run is done."""
    run.state, run.finished_at, run.error, run.error_code = Run.State.DONE, timezone.now(), "", ""
    run.save(update_fields=["state", "finished_at", "error", "error_code"])
