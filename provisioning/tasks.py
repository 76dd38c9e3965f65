"""Celery's interface to the engine. Messages are hints; the journal is the truth."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone

from provisioning import drift, inspections, rollout_engine, rollouts, trails, upkeep
from provisioning.engine import drive
from provisioning.erasures import retention, rule
from provisioning.keeping import badges, pruning, schedule
from provisioning.models import Rollout, Run
from provisioning.sandboxes import services as sandboxes

log = logging.getLogger("adopsi.provisioning")
TRY_LATER_SECONDS = 2
QUIET_AFTER = timedelta(seconds=45)


@shared_task(bind=True, name="provisioning.tasks.drive_run", max_retries=30)
def drive_run(self: Any, *, run_id: str) -> None:
    """Drive one run; where the Pemda is busy with another, come back in a moment."""
    if not drive(run_id):
        raise self.retry(countdown=TRY_LATER_SECONDS)


@shared_task(name="provisioning.tasks.drive_rollout")
def drive_rollout(*, rollout_id: str) -> None:
    """Drive a rollout for a while; what is left goes on with the next message."""
    if rollout_engine.drive_rollout(rollout_id):
        rollouts.hint(Rollout.objects.get(pk=rollout_id))
    rollout_engine.finish_runs(rollout_id)


@shared_task(name="provisioning.tasks.sweep_rollouts")
def sweep_rollouts() -> int:
    """Take up every rollout that is to run and that nobody drives; among them those whose targets' hour has come."""
    before = timezone.now() - QUIET_AFTER
    quiet = Rollout.objects.filter(state=Rollout.State.RUNNING).filter(
        Q(beat_at__lt=before) | Q(beat_at=None, created_at__lt=before)
    )
    keys = [str(key) for key in quiet.values_list("pk", flat=True)]
    for key in keys:
        drive_rollout(rollout_id=key)
    return len(keys)


@shared_task(name="provisioning.tasks.sweep_runs")
def sweep_runs() -> int:
    """Drive every run that nobody seems to drive; the lock decides whether that is true."""
    before = timezone.now() - QUIET_AFTER
    quiet = Run.objects.filter(state__in=Run.UNFINISHED).filter(
        Q(beat_at__lt=before) | Q(beat_at=None, created_at__lt=before)
    )
    count = 0
    for key in list(quiet.order_by("created_at").values_list("pk", flat=True)):
        log.warning("sweeper takes over run %s", key)
        count += drive(str(key))
    return count


@shared_task(name="provisioning.tasks.inspect_one", autoretry_for=(OperationalError,), max_retries=5, retry_backoff=2)
def inspect_one(*, code: str) -> int:
    """Look into one Pemda for drift; the number of modules that differ. A Pemda that is gone has none."""
    if code not in inspections.codes_to_look_at():
        return 0
    found = drift.inspect_pemda(code)
    inspections.note_looked(code)
    return len(found)


@shared_task(name="provisioning.tasks.inspect_fleet")
def inspect_fleet() -> int:
    """Have every Pemda looked into, each by a message of its own; the number of messages."""
    codes = inspections.codes_to_look_at()
    for code in codes:
        inspect_one.apply_async(kwargs={"code": code}, queue="provisioning")
    return len(codes)


@shared_task(name="provisioning.tasks.sweep_parked")
def sweep_parked() -> int:
    """Tell admins of parking periods that end soon, and have the data of those that ended erased."""
    return rule.sweep_parked()


@shared_task(name="provisioning.tasks.delete_old_exports")
def delete_old_exports() -> int:
    """Delete the exports of erased data whose time is over."""
    return retention.delete_old_exports()


@shared_task(name="provisioning.tasks.expire_sandboxes")
def expire_sandboxes() -> int:
    """Have every sandbox dropped whose time is over."""
    return sandboxes.expire_sandboxes()


@shared_task(name="provisioning.tasks.tell_of_rollout")
def tell_of_rollout(*, rollout_id: str) -> None:
    """Tell the admins of the Pemda that wait what a rollout will bring."""
    upkeep.tell_of_rollout(rollout_id)


@shared_task(name="provisioning.tasks.catch_up")
def catch_up() -> int:
    """Ask for upgrades that were held off and may come now."""
    return upkeep.catch_up()


@shared_task(name="provisioning.tasks.forget_undo")
def forget_undo() -> int:
    """Drop what only an undo would have needed."""
    return upkeep.forget_undo()


@shared_task(name="provisioning.tasks.start_due_backups")
def start_due_backups() -> int:
    """Ask for the backups whose hour has come, and for the proofs that are due."""
    return schedule.start_due_backups() + schedule.start_due_tests()


@shared_task(name="provisioning.tasks.watch_backups")
def watch_backups() -> int:
    """Prune what nobody keeps any more, and tell people where a badge turned red."""
    pruning.prune_fleet()
    return badges.alarm()


@shared_task(name="provisioning.tasks.seal_trails")
def seal_trails() -> int:
    """Chain what was written everywhere since the last time."""
    return trails.seal_trails()


@shared_task(name="provisioning.tasks.prune_trails")
def prune_trails() -> int:
    """Delete changes of rows that are older than they are kept."""
    return trails.prune_trails()
