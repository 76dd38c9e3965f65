"""Drives runs from their journal.

A run has database steps, all in one transaction of the owner, and steps after it that may be repeated. A session
lock per Pemda lets one run work at a time; PostgreSQL frees it when the worker dies, and the next who drives the
run (a message, or the sweeper) begins at what the journal shows unfinished.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provisioning import journal
from provisioning.models import Run, RunStep
from provisioning.registry import OPERATIONS, Operation, Step
from provisioning.schema import owner_transaction
from provisioning.work import Work
from tenants.credentials import schema_of
from tenants.errors import DomainError
from tenants.router import OWNER

log = logging.getLogger("adopsi.provisioning")


def drive(run_id: str) -> bool:
    """Bring the run to its end; False when another worker holds the Pemda, so that it must be tried later."""
    run = Run.objects.get(pk=run_id)
    if run.is_finished:
        return True
    with _pemda_lock(run.pemda_code) as got_it:
        if not got_it:
            return False
        run.refresh_from_db()
        if not run.is_finished:
            _drive_locked(run)
    return True


@contextmanager
def _pemda_lock(code: str) -> Iterator[bool]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('adopsi.run'), hashtext(%s))", [code])
        got_it = cursor.fetchone()[0]
    try:
        yield got_it
    finally:
        if got_it:
            try:
                with connections[OWNER].cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(hashtext('adopsi.run'), hashtext(%s))", [code])
            except (OperationalError, InterfaceError):
                connections[OWNER].close()


def _drive_locked(run: Run) -> None:
    operation = OPERATIONS[run.operation]
    steps = {step.name: step for step in run.steps.all()}
    journal.begin(run)
    with translation.override("id"):
        try:
            work = Work(run)
            if run.committed_at is None:
                _commit_database_steps(operation, work, steps)
            for step in operation.after:
                if steps[step.name].state != RunStep.State.DONE:
                    _do(step, work, steps[step.name])
        except DomainError as refusal:
            _refuse(run, operation, refusal.code, str(refusal.message))
        except Exception:
            log.exception("run %s failed", run.pk)
            message = _unexpected(run)
            _refuse(run, operation, "unexpected", message % {"code": str(run.pk)[:8]})
        else:
            journal.finish(run)
            log.info("run done operation=%s pemda=%s subject=%s", run.operation, run.pemda_code, run.subject)


def _unexpected(run: Run) -> str:
    if run.committed_at is None:
        return _("Terjadi kesalahan tak terduga. Tidak ada yang berubah. Tim pusat dapat melihat kode %(code)s.")
    return _("Terjadi kesalahan tak terduga sesudah langkah utama selesai. Tim pusat dapat melihat kode %(code)s.")


def _commit_database_steps(operation: Operation, work: Work, steps: dict[str, RunStep]) -> None:
    run = work.run
    with owner_transaction(schema_of(run.pemda_code)) as cursor:
        work.cursor = cursor
        for step in operation.in_transaction:
            _do(step, work, steps[step.name])
        # In the same transaction: whoever drives the run again knows whether all of this happened.
        committed_at = timezone.now()
        Run.objects.using(OWNER).filter(pk=run.pk).update(committed_at=committed_at)
    run.committed_at = committed_at


def _do(step: Step, work: Work, row: RunStep) -> None:
    journal.step_begins(row)
    try:
        detail = step.act(work)
    except BaseException:
        journal.step_ends(row, state=RunStep.State.FAILED)
        raise
    journal.step_ends(row, detail=detail or "")


def _refuse(run: Run, operation: Operation, code: str, message: str) -> None:
    if run.committed_at is None:
        journal.steps_roll_back(run, [step.name for step in operation.in_transaction])
    log.warning("run failed operation=%s pemda=%s subject=%s code=%s", run.operation, run.pemda_code, run.subject, code)
    journal.fail(run, code=code, message=message)
