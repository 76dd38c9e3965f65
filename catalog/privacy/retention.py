"""Ending what is past its time, source by source; the same look without the act is the dry run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.privacy.sources import answering_sources
from tenants.audit.services import record
from tenants.privacy.models import RetentionRun
from tenants.privacy.sources import KEEP, Processing, Source

# Rows of one kind in one transaction: a backlog of years must not lock a table for minutes.
BATCH = 500


class NotEnded(Exception):
    """A handler left rows among the expired that it was to end; going on would never stop."""


@dataclass(frozen=True, slots=True)
class Due:
    """What the rule would end of one kind of data: how many rows now, and how many within the next 30 days."""

    source: str
    title: str
    model: str
    ending: str
    retention_days: int
    before: datetime
    rows: int
    rows_soon: int


SOON = timedelta(days=30)


def what_is_due(*, now: datetime | None = None) -> list[Due]:
    """The dry run: every kind of data that has a time limit, with what is past it now and soon."""
    moment = now or timezone.now()
    return [_due(source, line, moment) for source, line in _limited()]


def _limited() -> list[tuple[Source, Processing]]:
    return [
        (source, line)
        for source in answering_sources()
        for line in source.processing
        if line.retention_days and line.ending != KEEP and source.expired is not None
    ]


def _due(source: Source, line: Processing, now: datetime) -> Due:
    assert source.expired is not None
    before = now - timedelta(days=line.retention_days)
    return Due(
        source=source.slug,
        title=str(source.title),
        model=line.model,
        ending=line.ending,
        retention_days=line.retention_days,
        before=before,
        rows=source.expired(line.model, before).count(),
        rows_soon=source.expired(line.model, before + SOON).count(),
    )


def end_what_is_due(*, now: datetime | None = None) -> list[RetentionRun]:
    """Delete or anonymise what is past its time and journal it; a second run finds nothing more."""
    moment = now or timezone.now()
    # Rows that hang on others go first: a report keeps its photos until they are gone.
    return [run for source, line in reversed(_limited()) if (run := _end(source, line, moment))]


def _end(source: Source, line: Processing, now: datetime) -> RetentionRun | None:
    assert source.expired is not None
    assert source.expire is not None
    before, total = now - timedelta(days=line.retention_days), 0
    done: set[Any] = set()
    while keys := list(source.expired(line.model, before).values_list("pk", flat=True)[:BATCH]):
        if done.intersection(keys):
            raise NotEnded(line.model)
        total += _end_batch(source, line, before, keys)
        done.update(keys)
    if not total:
        return None
    with transaction.atomic():
        run = RetentionRun.objects.create(
            at=timezone.now(),
            source=source.slug,
            model=line.model,
            ending=line.ending,
            retention_days=line.retention_days,
            before=before,
            rows=total,
        )
        changes = {"rows": total, "ending": line.ending, "before": before.date().isoformat()}
        record(act="privacy.retention_ended", subject=run, label=line.model, changes=changes)
    return run


@transaction.atomic
def _end_batch(source: Source, line: Processing, before: datetime, keys: list[Any]) -> int:
    assert source.expired is not None
    assert source.expire is not None
    source.expire(line.model, source.expired(line.model, before).filter(pk__in=keys))
    return len(keys)
