"""Writing the journal while a run's own transaction is still open: on the `public` connection, at once visible.

What a step did is progress for people; that the run happened stands in the run's own transaction (`committed_at`).
So the worker's journal does not wait for the disk (`synchronous_commit`), the run's transaction does.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from provisioning.models import Run, RunStep
from provisioning.registry import OPERATIONS
from tenants.router import PUBLIC


def open_run(
    *,
    operation: str,
    pemda_code: str,
    subject: str,
    arguments: dict[str, Any],
    requested_by: str,
    reason: str,
    idempotency_key: str = "",
    undoes: Run | None = None,
) -> tuple[Run, bool]:
    """Write a run with its steps; where the same run is unfinished, that one is returned and False.

    The same is true of a run, finished or not, that was asked for with the same idempotency key.
    """
    run = Run(
        id=uuid.uuid4(),
        operation=operation,
        pemda_code=pemda_code,
        subject=subject,
        arguments=arguments,
        requested_by=requested_by,
        reason=reason,
        idempotency_key=idempotency_key,
        undoes=undoes,
    )
    names = OPERATIONS[operation].step_names
    try:
        with transaction.atomic(using=PUBLIC):
            run.save(force_insert=True)
            RunStep.objects.bulk_create(
                [RunStep(run=run, position=position, name=name) for position, name in enumerate(names, start=1)]
            )
    except IntegrityError:
        same = find_same(run)
        if same is None:
            raise
        return same, False
    return run, True


def find_same(run: Run) -> Run | None:
    """The run that stands in the way of writing this one."""
    runs = Run.objects.filter(pemda_code=run.pemda_code)
    if run.idempotency_key and (known := runs.filter(idempotency_key=run.idempotency_key).first()):
        return known
    return runs.filter(operation=run.operation, subject=run.subject, state__in=Run.UNFINISHED).first()


def begin(run: Run) -> None:
    """A worker starts on the run, for the first time or again."""
    _do_not_wait_for_the_disk()
    now = timezone.now()
    run.attempts, run.started_at = run.attempts + 1, run.started_at or now
    run.state, run.beat_at = Run.State.RUNNING, now
    run.save(update_fields=["attempts", "started_at", "state", "beat_at"])


def _do_not_wait_for_the_disk() -> None:
    connection = connections[PUBLIC]
    connection.ensure_connection()
    driver = connection.connection
    if getattr(connection, "hurried", None) is not driver:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
        connection.hurried = driver


STEP_ENDS_AND_BEGINS = """
WITH beat AS (UPDATE provisioning_run SET beat_at = %(now)s WHERE id = %(run)s RETURNING is_cancel_requested)
UPDATE provisioning_runstep SET
    state = CASE id WHEN %(step)s THEN 'running' ELSE 'done' END,
    started_at = CASE id WHEN %(step)s THEN %(now)s ELSE started_at END,
    finished_at = CASE id WHEN %(step)s THEN NULL ELSE %(now)s END,
    detail = CASE id WHEN %(step)s THEN '' ELSE %(detail)s END
WHERE id IN (%(step)s, %(done)s) RETURNING (SELECT is_cancel_requested FROM beat)
"""
STEP_BEGINS = """
WITH beat AS (UPDATE provisioning_run SET beat_at = %(now)s WHERE id = %(run)s RETURNING is_cancel_requested)
UPDATE provisioning_runstep SET state = 'running', started_at = %(now)s, finished_at = NULL, detail = ''
WHERE id = %(step)s RETURNING (SELECT is_cancel_requested FROM beat)
"""


def step_begins(step: RunStep) -> bool:
    """The step runs; the answer is whether somebody wants the run to stop."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(STEP_BEGINS, {"now": timezone.now(), "run": step.run_id, "step": step.pk})
        return bool(cursor.fetchone()[0])


def step_follows(done: RunStep, detail: str, step: RunStep) -> bool:
    """One step is done and the next one runs, in one statement; the answer is whether somebody wants it to stop."""
    facts = {"now": timezone.now(), "run": step.run_id, "step": step.pk, "done": done.pk, "detail": detail[:300]}
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(STEP_ENDS_AND_BEGINS, facts)
        return bool(cursor.fetchone()[0])


def step_ends(step: RunStep, *, detail: str = "", state: str = RunStep.State.DONE) -> None:
    """The step is done or failed."""
    RunStep.objects.filter(pk=step.pk).update(state=state, detail=detail[:300], finished_at=timezone.now())


def steps_roll_back(run: Run, names: list[str]) -> None:
    """The transaction was rolled back: its finished steps wait again."""
    RunStep.objects.filter(run=run, name__in=names, state__in=[RunStep.State.DONE, RunStep.State.RUNNING]).update(
        state=RunStep.State.WAITING, started_at=None, finished_at=None, detail=""
    )


def fail(run: Run, *, code: str, message: str) -> None:
    """The run ended without effect; the message is for the admin."""
    _end(run, Run.State.FAILED, code, message)


def cancel(run: Run, message: str) -> None:
    """The run was stopped by a person before anything was done."""
    _end(run, Run.State.CANCELLED, "cancelled", message)


def finish(run: Run) -> None:
    """The run is done."""
    _end(run, Run.State.DONE, "", "")


def _end(run: Run, state: Run.State, code: str, message: str) -> None:
    run.state, run.error_code, run.error, run.finished_at = state, code, message, timezone.now()
    run.save(update_fields=["state", "error_code", "error", "finished_at"])


def postpone(run: Run, message: str) -> None:
    """The run waits again; the sweeper will take it up when the trouble may have passed."""
    run.state, run.error, run.beat_at = Run.State.QUEUED, message, timezone.now()
    run.save(update_fields=["state", "error", "beat_at"])
