"""Writing the journal while a run's own transaction is still open: on the `public` connection, at once visible.

What a step did is progress for people; that the run happened stands in the run's own transaction (`committed_at`).
So the worker's journal does not wait for the disk (`synchronous_commit`), the run's transaction does.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from provisioning.keys import NO_KEY, RequestKey, refuse_another
from provisioning.models import Run, RunStep
from provisioning.registry import OPERATIONS
from provisioning.words import Said, kept
from tenants.router import PUBLIC


def open_run(
    *,
    operation: str,
    pemda_code: str,
    subject: str,
    arguments: dict[str, Any],
    requested_by: str,
    reason: str,
    key: RequestKey = NO_KEY,
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
        idempotency_key=key.text,
        request_digest=key.digest,
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
        refuse_another(same, key)
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


STEPS = """
UPDATE provisioning_runstep step
SET state = note.state, started_at = note.started_at, finished_at = note.finished_at, detail = note.detail
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(details)s::text[])
    AS note(id, state, started_at, finished_at, detail)
WHERE step.id = note.id RETURNING (SELECT is_cancel_requested FROM run)
"""
BEAT = "WITH run AS (UPDATE provisioning_run SET beat_at = now() WHERE id = %(run)s RETURNING is_cancel_requested)"
COMMITTED = """
WITH run AS (
  UPDATE provisioning_run SET beat_at = now(), committed_at = %(committed_at)s, findings = %(findings)s,
    undo_until = %(undo_until)s, state = %(state)s, finished_at = %(finished_at)s
  WHERE id = %(run)s RETURNING is_cancel_requested
)
"""
# People look at a run's progress less often than this.
NOTE_EVERY_SECONDS = 0.25


class Progress:
    """The steps of one transaction, noted when somebody could have looked, and not for each of them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._steps: list[RunStep] = []
        self._noted_at = time.monotonic()
        self._is_cancel_requested = run.is_cancel_requested

    def enter(self, step: RunStep, *, is_long: bool) -> bool:
        """The step runs, and what came before is done; the answer is whether somebody wants the run to stop."""
        now = timezone.now()
        step.state, step.started_at, step.finished_at, step.detail = RunStep.State.RUNNING, now, None, ""
        self._steps.append(step)
        if is_long or time.monotonic() - self._noted_at > NOTE_EVERY_SECONDS:
            self.write()
        return self._is_cancel_requested

    def leave(self, detail: Said) -> None:
        """The step that runs is done."""
        step = self._steps[-1]
        step.state, step.finished_at, step.detail = RunStep.State.DONE, timezone.now(), kept(detail)

    def write(self) -> None:
        """Note all that is known, in one statement, for everybody to see at once."""
        self._noted_at = time.monotonic()
        with connections[PUBLIC].cursor() as cursor:
            cursor.execute(BEAT + STEPS, self._facts())
            self._is_cancel_requested = bool(cursor.fetchone()[0])

    def commit(self, cursor: Any) -> None:
        """Note in the run's own transaction that it happened: whoever drives the run again knows all or nothing of it."""
        run = self._run
        outcome = {
            "committed_at": run.committed_at,
            "findings": json.dumps(run.findings),
            "undo_until": run.undo_until,
            "state": str(run.state),
            "finished_at": run.finished_at,
        }
        cursor.execute(COMMITTED + STEPS, {**self._facts(), **outcome})

    def _facts(self) -> dict[str, Any]:
        steps = self._steps
        return {
            "run": self._run.pk,
            "ids": [step.pk for step in steps],
            "states": [str(step.state) for step in steps],
            "starts": [step.started_at for step in steps],
            "ends": [step.finished_at for step in steps],
            "details": [step.detail for step in steps],
        }


def step_begins(step: RunStep) -> None:
    """A step after the transaction runs."""
    now = timezone.now()
    RunStep.objects.filter(pk=step.pk).update(state=RunStep.State.RUNNING, started_at=now, finished_at=None, detail="")
    Run.objects.filter(pk=step.run_id).update(beat_at=now)


def step_ends(step: RunStep, *, detail: Said = "", state: str = RunStep.State.DONE) -> None:
    """The step is done or failed."""
    RunStep.objects.filter(pk=step.pk).update(state=state, detail=kept(detail), finished_at=timezone.now())


def steps_roll_back(run: Run, names: list[str]) -> None:
    """The transaction was rolled back: its finished steps wait again."""
    RunStep.objects.filter(run=run, name__in=names, state__in=[RunStep.State.DONE, RunStep.State.RUNNING]).update(
        state=RunStep.State.WAITING, started_at=None, finished_at=None, detail=""
    )


def fail(run: Run, *, code: str, message: Said) -> None:
    """The run ended without effect; the message is for the admin."""
    _end(run, Run.State.FAILED, code, message)


def cancel(run: Run, message: Said) -> None:
    """The run was stopped by a person before anything was done."""
    _end(run, Run.State.CANCELLED, "cancelled", message)


def finish(run: Run) -> None:
    """The run is done, as its own transaction may have said already."""
    if not run.is_finished:
        _end(run, Run.State.DONE, "", "")


def _end(run: Run, state: Run.State, code: str, message: Said) -> None:
    run.state, run.error_code, run.error, run.finished_at = state, code, kept(message), timezone.now()
    run.save(update_fields=["state", "error_code", "error", "finished_at"])


def postpone(run: Run, message: Said) -> None:
    """The run waits again; the sweeper will take it up when the trouble may have passed."""
    run.state, run.error, run.beat_at = Run.State.QUEUED, kept(message), timezone.now()
    run.save(update_fields=["state", "error", "beat_at"])
