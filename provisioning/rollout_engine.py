"""Drives rollouts. A Pemda whose upgrade is plain SQL is done in one message of one transaction.

That message takes the Pemda's lock, changes the tables, writes the bookkeeping, the activation, the target and the
run with its steps: all of it or nothing. What may come later (notices) is left to the run's own after-steps. Other
upgrades (Python, copies for undo, large indexes, new default data) are full runs of `upgrade_module`.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone
from psycopg2 import Error as DriverError
from psycopg2 import sql

from catalog.models import Activation
from provisioning import engine, rollouts, schema, services
from provisioning.models import Pin, Release, Rollout, RolloutTarget, Run
from provisioning.operations import UPGRADE_MODULE
from provisioning.releases import CORE_SLUG, applying
from provisioning.releases.capture import INDEX
from provisioning.releases.shelf import current_release, release_of
from provisioning.words import Said, kept
from provisioning.words import gettext as _
from tenants.credentials import schema_of
from tenants.errors import DomainError
from tenants.models import Pemda
from tenants.router import OWNER, PUBLIC

log = logging.getLogger("adopsi.rollouts")
# A task gives the worker back after this long; the rollout goes on with the next message.
SHIFT_SECONDS = 60.0
BATCH = 200
MOST_ATTEMPTS = 8
# What stands in a prepared message for the Pemda's schema and login, its code, the run and the target.
LOGIN, CODE, RUN, TARGET = "adopsi_login_here", "adopsi_code_here", "adopsi_run_here", "adopsi_target_here"
# The run that is asked for here is under way already.
SAME_RUN = "same_run_once_at_a_time"
# Lock not available, deadlock, lock table full, and the division by zero by which a message says that the Pemda's
# lock is taken or that it no longer has the release it had.
BUSY = {"55P03", "40P01", "22012", "53200"}


def drive_rollout(rollout_id: str) -> bool:
    """Bring the rollout as far as it goes now; True when there is more to do at once."""
    with _rollout_lock(rollout_id) as got_it:
        if not got_it:
            return False
        rollout = Rollout.objects.get(pk=rollout_id)
        return _Shift(rollout).work() if rollout.state == Rollout.State.RUNNING else False


@contextmanager
def _rollout_lock(rollout_id: str) -> Iterator[bool]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('adopsi.rollout'), hashtext(%s))", [rollout_id])
        got_it = cursor.fetchone()[0]
    try:
        yield got_it
    finally:
        if got_it:
            try:
                with connections[OWNER].cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(hashtext('adopsi.rollout'), hashtext(%s))", [rollout_id])
            except (OperationalError, InterfaceError):
                connections[OWNER].close()


@dataclass(slots=True)
class _Shift:
    """One task's stretch of work on a rollout."""

    rollout: Rollout
    release: Release = field(init=False)
    ends_at: float = field(init=False)
    failed: int = field(init=False)
    messages: dict[str, str | None] = field(default_factory=dict)
    large: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.release = current_release(self.rollout.slug, using=OWNER)
        self.ends_at = time.monotonic() + SHIFT_SECONDS
        self.failed = self.rollout.targets.filter(state=RolloutTarget.State.FAILED).count()

    def work(self) -> bool:
        if self.release.version != self.rollout.version:
            self._halt(_("Kode sudah memuat rilis %(version)s") % {"version": self.release.version})
            return False
        more = self._work_in_batches()
        with connections[OWNER].cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        return more

    def _work_in_batches(self) -> bool:
        while time.monotonic() < self.ends_at:
            self._beat()
            if self.rollout.state != Rollout.State.RUNNING:
                return False
            targets = self._due()
            if not targets and not self._next_ring():
                return False
            self._do_batch(targets)
        return True

    def _beat(self) -> None:
        """Show that somebody works, and see whether a person paused the rollout or went on to another ring."""
        with connections[PUBLIC].cursor() as cursor:
            cursor.execute(
                "UPDATE provisioning_rollout SET beat_at = now() WHERE id = %s RETURNING state, ring, ring_done_at",
                [self.rollout.pk],
            )
            self.rollout.state, self.rollout.ring, self.rollout.ring_done_at = cursor.fetchone()

    def _waiting(self) -> Any:
        return RolloutTarget.objects.filter(rollout=self.rollout, state=RolloutTarget.State.WAITING)

    def _due(self) -> list[RolloutTarget]:
        due = self._waiting().filter(ring=self.rollout.ring).exclude(not_before__gt=timezone.now())
        return list(due.order_by("attempts", "pemda_code")[:BATCH])

    def _next_ring(self) -> bool:
        """Go to the next ring where somebody waits, once this one is finished and was watched long enough.

        False to stop for now.
        """
        rollout, now = self.rollout, timezone.now()
        waiting = set(self._waiting().values_list("ring", flat=True).distinct().order_by())
        if rollout.ring in waiting:
            return False
        done_at = rollout.ring_done_at or now
        later = [
            ring for ring in rollouts.RINGS[rollouts.RINGS.index(Pemda.Ring(rollout.ring)) + 1 :] if ring in waiting
        ]
        if not later:
            self._change(state=Rollout.State.DONE, ring_done_at=done_at, finished_at=now)
            return False
        if now < done_at + timedelta(hours=self._soak_hours()):
            self._change(ring_done_at=done_at)
            return False
        self._change(ring=later[0], ring_done_at=None)
        return rollout.state == Rollout.State.RUNNING

    def _change(self, **fields: Any) -> None:
        """Change the rollout unless a person paused or cancelled it meanwhile."""
        Rollout.objects.filter(pk=self.rollout.pk, state=Rollout.State.RUNNING).update(**fields)
        self.rollout.refresh_from_db()

    def _soak_hours(self) -> int:
        if not self.rollout.soak_hours:
            return 0
        done = self.rollout.targets.filter(ring=self.rollout.ring, state=RolloutTarget.State.DONE)
        return self.rollout.soak_hours if done.exists() else 0

    # --- one batch ------------------------------------------------------------------------------------

    def _do_batch(self, targets: list[RolloutTarget]) -> None:
        codes = [target.pemda_code for target in targets]
        pemda = {each.code: each for each in Pemda.objects.select_related("region").filter(pk__in=codes)}
        pins: dict[str, dict[str, Pin]] = defaultdict(dict)
        for row in Pin.objects.filter(pemda_code__in=codes):
            pins[row.pemda_code][row.slug] = row
        versions = self._versions(pemda)
        for target in targets:
            code = target.pemda_code
            self._settle(target, pemda.get(code), versions.get(code), pins[code])
            if self._is_over_budget():
                return

    def _settle(self, target: RolloutTarget, place: Pemda | None, version: str | None, pins: dict[str, Pin]) -> None:
        """Do with the target what is right now; `version` is the release that the Pemda has."""
        if place is None or place.state != Pemda.State.ACTIVE:
            self._skip(target, _("Pemda tidak terbuka"))
        elif version is None:
            self._skip(target, _("Modul tidak aktif"))
        elif version == self.rollout.version:
            self._note_earlier(target)
        elif words := rollouts.hold_off(place, pins, self.rollout.slug, timezone.localdate()):
            self._skip(target, words)
        elif later := self._window_opens(place):
            self._later(target, later, _("Menunggu jam pemeliharaan"))
        else:
            # Somebody may have upgraded it by hand since the rollout began.
            target.from_version = version
            self._upgrade(target)

    def _window_opens(self, pemda: Pemda) -> datetime | None:
        if self.rollout.ignores_windows or pemda.window_starts is None or pemda.window_ends is None:
            return None
        return next_opening(pemda, timezone.now())

    def _versions(self, pemda: dict[str, Pemda]) -> dict[str, str]:
        """Which release each Pemda has now; those in which the module is off are missing."""
        if self.rollout.slug == CORE_SLUG:
            return {code: each.core_version for code, each in pemda.items()}
        on = Activation.objects.filter(slug=self.rollout.slug, state=Activation.State.ACTIVE, pemda_id__in=pemda)
        return dict(on.values_list("pemda_id", "version"))

    def _note_earlier(self, target: RolloutTarget) -> None:
        """The Pemda has the release: by a run whose worker died before it was noted here, or by hand."""
        runs = Run.objects.filter(pemda_code=target.pemda_code, subject=self.rollout.slug, committed_at__isnull=False)
        target.run = runs.filter(findings__to=self.rollout.version).order_by("-created_at").first()
        if target.run is not None and not target.run.is_finished:
            engine.drive(str(target.run.pk))
        self._end(target, RolloutTarget.State.DONE, "")

    def _upgrade(self, target: RolloutTarget) -> None:
        target.attempts += 1
        message = self._message(target.from_version)
        try:
            if message is None or schema_of(target.pemda_code) in self.large:
                self._as_run(target)
            else:
                self._in_one_message(_fill(message, target))
        except DomainError as refusal:
            self._failed(target, refusal.message)
        except DriverError as error:
            self._after_error(target, error)

    def _message(self, version: str) -> str | None:
        """The message from that release to the new one; None where it takes a full run."""
        if version not in self.messages:
            self.messages[version] = self._plain_message(version)
        return self.messages[version]

    def _plain_message(self, version: str) -> str | None:
        older = release_of(self.rollout.slug, version, using=OWNER)
        if older is None or self.rollout.slug == CORE_SLUG or older.seeds != self.release.seeds:
            return None
        known = set(older.migrations)
        segments = [each for each in self.release.segments if tuple(each["migration"]) not in known]
        if applying.needs_copies(segments):
            return None
        indexed = {m[2] for each in segments for text in each["statements"] if (m := INDEX.match(text))}
        self.large |= _schemas_with_large(sorted(indexed & set(older.tables)))
        added = sorted(set(self.release.tables) - set(older.tables))
        grants = f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(added)} TO {LOGIN};" if added else ""
        text = f"{applying.upgrade_sql(segments)};\n{grants}".rstrip(";\n")
        return _prepare(self.rollout, self.release, version, text, [each["migration"] for each in segments])

    def _as_run(self, target: RolloutTarget) -> None:
        run = services.request_upgrade(
            pemda_code=target.pemda_code,
            slug=self.rollout.slug,
            requested_by=self.rollout.requested_by,
            reason=self.rollout.reason,
        )
        engine.drive(str(run.pk))
        run.refresh_from_db()
        target.run = run
        if run.state == Run.State.FAILED and run.committed_at is None:
            self._failed(target, run.error)
        elif run.committed_at is None:
            self._later(target, timezone.now() + _pause(target), run.error or _("Masih berjalan"))
        else:
            self._end(target, RolloutTarget.State.DONE, "")

    def _in_one_message(self, message: str) -> None:
        connection = connections[OWNER]
        connection.ensure_connection()
        # Below Django's cursor: the text is ready, and may hold percent signs of its own.
        with connection.connection.cursor() as cursor:
            cursor.execute(message)

    # --- results --------------------------------------------------------------------------------------

    def _after_error(self, target: RolloutTarget, error: DriverError) -> None:
        if error.pgcode is None or error.pgcode.startswith(("57P", "08")):
            connections[OWNER].close()
            raise OperationalError(str(error)) from error
        with connections[OWNER].connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
        is_busy = error.pgcode in BUSY or error.diag.constraint_name == SAME_RUN
        if is_busy and target.attempts < MOST_ATTEMPTS:
            self._later(target, timezone.now() + _pause(target), _("Tabel sedang dipakai; dicoba lagi"))
        else:
            self._failed(target, str(error).splitlines()[0])

    def _skip(self, target: RolloutTarget, words: Said) -> None:
        self._end(target, RolloutTarget.State.SKIPPED, words)

    def _failed(self, target: RolloutTarget, words: Said) -> None:
        log.warning("rollout %s failed in %s: %s", self.rollout, target.pemda_code, words)
        self.failed += 1
        self._end(target, RolloutTarget.State.FAILED, words)

    def _end(self, target: RolloutTarget, state: RolloutTarget.State, words: Said) -> None:
        target.state, target.note, target.finished_at = state, kept(words), timezone.now()
        target.save(update_fields=["state", "note", "finished_at", "attempts", "run"])

    def _later(self, target: RolloutTarget, moment: datetime, words: Said) -> None:
        target.not_before, target.note = moment, kept(words)
        target.save(update_fields=["not_before", "note", "attempts", "run", "from_version"])

    def _is_over_budget(self) -> bool:
        budget = self.rollout.error_budget
        if self.failed <= budget:
            return False
        self._halt(_("%(count)s Pemda gagal, melebihi batas %(budget)s") % {"count": self.failed, "budget": budget})
        return True

    def _halt(self, words: Said) -> None:
        self._change(state=Rollout.State.HALTED, halt_reason=kept(words))
        log.error("rollout halted %s: %s", self.rollout, words)


def _pause(target: RolloutTarget) -> timedelta:
    return timedelta(seconds=min(300, 2 ** (target.attempts + 1)))


def _schemas_with_large(tables: list[str]) -> set[str]:
    if not tables:
        return set()
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class WHERE relname = ANY(%s) AND reltuples > %s",
            [tables, applying.LARGE_ROWS],
        )
        return {row[0] for row in cursor.fetchall()}


def next_opening(pemda: Pemda, now: datetime) -> datetime | None:
    """When the Pemda's maintenance window opens next, on its own clock; None while it is open."""
    starts, ends = pemda.window_starts, pemda.window_ends
    if starts is None or ends is None:
        return None
    local = now.astimezone(ZoneInfo(pemda.region.time_zone))
    clock = local.time()
    is_open = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
    if is_open:
        return None
    opening = local.replace(hour=starts.hour, minute=starts.minute, second=0, microsecond=0)
    return opening if opening > local else opening + timedelta(days=1)


NOTE = """
PREPARE {statement} (text, uuid, bigint) AS
WITH lock AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtext('adopsi.run'), hashtext($1)) AS is_mine
), activation AS (
  UPDATE catalog_activation SET version = {new}, fingerprint = {fingerprint}, updated_at = now() FROM lock
   WHERE is_mine AND pemda_id = $1 AND slug = {slug} AND state = 'active' AND version = {old} RETURNING pemda_id
), run AS (
  INSERT INTO provisioning_run (id, operation, pemda_code, subject, arguments, findings, state, requested_by, reason,
    idempotency_key, request_digest, is_cancel_requested, attempts, error_code, error, created_at, started_at, committed_at, beat_at,
    undo_until)
  SELECT $2, 'upgrade_module', pemda_id, {slug}, {arguments}, {findings}, 'running', {by}, {reason}, '', '', false, 1, '',
    '', now(), now(), now(), now(), now() + {window} FROM activation
), steps AS (
  INSERT INTO provisioning_runstep (run_id, position, name, state, detail, started_at, finished_at)
  SELECT $2, position, name, CASE WHEN position <= {done} THEN 'done' ELSE 'waiting' END, '',
    CASE WHEN position <= {done} THEN now() END, CASE WHEN position <= {done} THEN now() END
  FROM unnest({steps}::text[]) WITH ORDINALITY AS steps(name, position)
), target AS (
  UPDATE provisioning_rollouttarget SET state = 'done', note = '', run_id = $2, finished_at = now(),
    attempts = attempts + 1 WHERE id = $3
)
SELECT 1 / count(*) FROM activation
"""
# The note comes first: it finds out whether the Pemda is free and still where it was, and its plan holds only as
# long as the search path is the one it was prepared in.
MESSAGE = """
BEGIN; SET LOCAL lock_timeout = {timeout};
EXECUTE {statement} ('{code}', '{run}', {target});
SET LOCAL search_path TO {login}, extensions;
{script};
COMMIT;
"""


def _prepare(rollout: Rollout, release: Release, version: str, text: str, migrations: list[list[str]]) -> str:
    """The message for every Pemda that comes from `version`; what differs between Pemda stands there as marks.

    Everything that is written down besides the tables is one statement, which the server plans once.
    """
    window = UPGRADE_MODULE.undo_window
    assert window is not None
    parts = {
        "slug": rollout.slug,
        "old": version,
        "new": release.version,
        "fingerprint": release.fingerprint,
        "arguments": json.dumps({"rollout": str(rollout.pk)}),
        "findings": json.dumps({"from": version, "to": release.version, "migrations": migrations}),
        "by": rollout.requested_by,
        "reason": rollout.reason,
        "window": window,
        "done": len(UPGRADE_MODULE.in_transaction),
        "steps": UPGRADE_MODULE.step_names,
    }
    statement = sql.Identifier(f"adopsi_note_{uuid.uuid4().hex[:12]}")
    literals = {key: sql.Literal(value) for key, value in parts.items()}
    with connections[OWNER].cursor() as cursor:
        cursor.execute(sql.SQL(NOTE).format(statement=statement, **literals))
        return MESSAGE.format(
            timeout=f"'{schema.LOCK_TIMEOUT}'",
            statement=statement.as_string(cursor.connection),
            code=CODE,
            run=RUN,
            target=TARGET,
            login=LOGIN,
            script=text,
        )


def _fill(message: str, target: RolloutTarget) -> str:
    # All four are ours: a checked schema, a region's code, a fresh UUID and a number.
    name = schema.checked(schema_of(target.pemda_code))
    values = {LOGIN: name, CODE: target.pemda_code, RUN: str(uuid.uuid4()), TARGET: str(target.pk)}
    for mark, value in values.items():
        message = message.replace(mark, value)
    return message


def finish_runs(rollout_id: str) -> int:
    """Drive what the rollout's finished Pemda still have to do (notices); the number of runs brought to their end."""
    waiting = Run.objects.filter(arguments__rollout=rollout_id, state__in=Run.UNFINISHED)
    return sum(engine.drive(str(key)) for key in list(waiting.values_list("pk", flat=True)))
