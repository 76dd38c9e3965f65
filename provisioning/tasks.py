"""Celery's interface to the engine. Messages are hints; the journal is the truth."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from provisioning.engine import drive
from provisioning.models import Run

log = logging.getLogger("adopsi.provisioning")
TRY_LATER_SECONDS = 2
QUIET_AFTER = timedelta(seconds=45)


@shared_task(bind=True, name="provisioning.tasks.drive_run", max_retries=30)
def drive_run(self: Any, *, run_id: str) -> None:
    """Drive one run; where the Pemda is busy with another, come back in a moment."""
    if not drive(run_id):
        raise self.retry(countdown=TRY_LATER_SECONDS)


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
