"""Drives runs from their journal.

A run has database steps, all in one transaction of the owner, and steps after it that may be repeated. A session
lock per Pemda lets one run work at a time; PostgreSQL frees it when the worker dies, and the next who drives the
run (a message, or the sweeper) begins at what the journal shows unfinished.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connections
from django.utils import timezone, translation

from provisioning import journal
from provisioning.errors import Cancelled, DatabaseTrouble, TablesBusy
from provisioning.models import Run, RunStep
from provisioning.registry import OPERATIONS, Operation, Step
from provisioning.schema import owner_transaction
from provisioning.words import Said, Words
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.audit.acting import acting_as
from tenants.credentials import schema_of
from tenants.errors import DomainError
from tenants.router import OWNER, PUBLIC

log = logging.getLogger("adopsi.provisioning")
# Lock not available, deadlock, out of shared memory (the lock table), serialization failure.
PASSING_TROUBLE = {"55P03", "40P01", "53200", "40001"}
TRIES = 6
FIRST_PAUSE_SECONDS = 0.15
# After so many attempts, each of `TRIES` tries, a person must look.
MOST_ATTEMPTS = 10
# A session keeps a plan for each statement of every trigger and foreign key that it met, in each Pemda anew, and walks
# through all of them whenever a table changes: one that had made 180 Pemda took ten times as long for the next.
RUNS_PER_SESSION = 4
_session = threading.local()
# A run that takes its worker with it each time must not do so for ever.
MOST_DEATHS = 25


def drive(run_id: str) -> bool:
    """Bring the run to its end; False when it must be tried later: another worker holds the Pemda, or tables are busy.

    Raises OperationalError or InterfaceError when the database goes away; the run stays as its journal says.
    """
    with _pemda_lock(run_id) as got_it:
        # Read with the lock in hand: what another worker did to the run is known.
        run = Run.objects.get(pk=run_id)
        if got_it and not run.is_finished:
            _drive_locked(run)
    _renew_session()
    return run.is_finished


def _renew_session() -> None:
    """Let the owner's session of this thread go after some runs; the next statement opens another."""
    _session.runs = getattr(_session, "runs", 0) + 1
    if _session.runs >= RUNS_PER_SESSION and not connections[OWNER].in_atomic_block:
        _session.runs = 0
        connections[OWNER].close()


LOCK = "SELECT pg_try_advisory_lock(hashtext('adopsi.run'), hashtext(pemda_code)) FROM provisioning_run WHERE id = %s"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('adopsi.run'), hashtext(pemda_code)) FROM provisioning_run WHERE id = %s"


@contextmanager
def _pemda_lock(run_id: str) -> Iterator[bool]:
    """Hold the lock of the run's Pemda, for one run at a time; False when another worker has it."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(LOCK, [run_id])
        got_it = cursor.fetchone() == (True,)
    try:
        yield got_it
    finally:
        if got_it:
            try:
                with connections[OWNER].cursor() as cursor:
                    cursor.execute(UNLOCK, [run_id])
            except Error:
                connections[OWNER].close()


def _drive_locked(run: Run) -> None:
    with translation.override("id"):
        operation = OPERATIONS.get(run.operation)
        if operation is None or run.attempts >= MOST_DEATHS:
            _give_up(run, is_known=operation is not None)
            return
        journal.begin(run)
        try:
            _do_everything(run, operation)
        except Cancelled as stop:
            _roll_back_steps(run, operation)
            journal.cancel(run, stop.message)
        except TablesBusy as busy:
            _roll_back_steps(run, operation)
            _wait_or_fail(run, busy)
        except DomainError as refusal:
            _roll_back_steps(run, operation)
            _refuse(run, operation, refusal.code, refusal.message)
        except Exception as error:
            log.exception("run %s failed", run.pk)
            if _is_gone(error):
                # Nothing can be written without a database: the sweeper finds the run as its journal shows it.
                _let_go()
                raise
            _take_in(run, operation, error)
        else:
            journal.finish(run)
            log.info("run done operation=%s pemda=%s subject=%s", run.operation, run.pemda_code, run.subject)


def _give_up(run: Run, *, is_known: bool) -> None:
    if is_known:
        message = _("Proses ini berkali-kali terhenti bersama pekerjanya. Tim pusat perlu melihatnya.")
        journal.fail(run, code="worker_died", message=message)
    else:
        message = _("Operasi ini tidak dikenal oleh kode yang berjalan.")
        journal.fail(run, code="unknown_operation", message=message)


def _take_in(run: Run, operation: Operation, error: Exception) -> None:
    """An error that nobody foresaw: what the server refuses may pass, anything else is for a person."""
    _roll_back_steps(run, operation)
    if isinstance(error, OperationalError):
        _wait_or_fail(run, DatabaseTrouble())
    else:
        _refuse(run, operation, "unexpected", _unexpected(run) % {"code": str(run.pk)[:8]})


def _do_everything(run: Run, operation: Operation) -> None:
    steps = {step.name: step for step in run.steps.all()}
    work = Work(run)
    if run.committed_at is None:
        work = _commit_with_patience(operation, run, steps)
    for step in operation.after:
        if steps[step.name].state != RunStep.State.DONE:
            _do(step, work, steps[step.name])


def _is_gone(error: Exception) -> bool:
    """Whether the connection was lost, rather than a statement refused."""
    code = getattr(error.__cause__, "pgcode", None)
    if code is not None:
        return str(code).startswith(("57P", "08"))
    # A server that crashed leaves the driver with an error of no particular kind.
    return isinstance(error, (OperationalError, InterfaceError)) or type(error) is DatabaseError


def _let_go() -> None:
    for alias in (OWNER, PUBLIC):
        connections[alias].close()


def _wait_or_fail(run: Run, busy: TablesBusy) -> None:
    if run.attempts >= MOST_ATTEMPTS:
        journal.fail(run, code=busy.code, message=busy.message)
    else:
        log.warning("run postponed operation=%s pemda=%s: tables busy", run.operation, run.pemda_code)
        journal.postpone(run, busy.message)


def _unexpected(run: Run) -> Words:
    if run.committed_at is None:
        return _("Terjadi kesalahan tak terduga. Tidak ada yang berubah. Tim pusat dapat melihat kode %(code)s.")
    return _("Terjadi kesalahan tak terduga sesudah langkah utama selesai. Tim pusat dapat melihat kode %(code)s.")


def _commit_with_patience(operation: Operation, run: Run, steps: dict[str, RunStep]) -> Work:
    """Try again, whole, while somebody's query holds a table; raises `TablesBusy` in the end."""
    pause = FIRST_PAUSE_SECONDS
    for turn in range(1, TRIES + 1):
        try:
            return _commit_database_steps(operation, run, steps)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in PASSING_TROUBLE:
                raise
            log.warning("run %s try %s of %s: %s", run.pk, turn, TRIES, str(error).splitlines()[0])
        _roll_back_steps(run, operation)
        time.sleep(pause)
        pause *= 2
    raise TablesBusy


def _commit_database_steps(operation: Operation, run: Run, steps: dict[str, RunStep]) -> Work:
    work = Work(run)
    with acting_as(run.requested_by), owner_transaction(schema_of(run.pemda_code)) as cursor:
        work.cursor = cursor
        progress = journal.Progress(run)
        for step in operation.in_transaction:
            row = steps[step.name]
            if progress.enter(row, is_long=step.is_long):
                raise Cancelled
            progress.leave(_act(step, work, row))
        for step in operation.after:
            if not step.is_due(work):
                progress.enter(steps[step.name], is_long=False)
                progress.leave(_("Tidak perlu"))
        run.committed_at, run.findings = timezone.now(), work.findings
        run.undo_until = operation.undo_until(run.committed_at)
        if all(steps[step.name].state == RunStep.State.DONE for step in operation.after):
            run.state, run.finished_at = Run.State.DONE, run.committed_at
        progress.commit(cursor)
    return work


def _do(step: Step, work: Work, row: RunStep) -> None:
    journal.step_begins(row)
    journal.step_ends(row, detail=_act(step, work, row))


def _act(step: Step, work: Work, row: RunStep) -> Said:
    try:
        return step.act(work) or ""
    except Exception:
        # Where the database itself is gone, the journal cannot say so; the first error is the one that matters.
        try:
            journal.step_ends(row, state=RunStep.State.FAILED)
        except Error:
            log.warning("step %s of run %s could not be marked as failed", row.name, work.run.pk)
        raise


def _roll_back_steps(run: Run, operation: Operation) -> None:
    if Run.objects.filter(pk=run.pk, committed_at=None).exists():
        run.committed_at, run.findings, run.undo_until = None, {}, None
        run.state, run.finished_at = Run.State.RUNNING, None
        journal.steps_roll_back(run, operation.step_names)


def _refuse(run: Run, operation: Operation, code: str, message: Said) -> None:
    if run.committed_at is None:
        journal.steps_roll_back(run, operation.step_names)
    log.warning("run failed operation=%s pemda=%s subject=%s code=%s", run.operation, run.pemda_code, run.subject, code)
    journal.fail(run, code=code, message=message)
