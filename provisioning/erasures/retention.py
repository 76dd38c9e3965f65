"""The end of an export: what was erased does not live on in an archive for ever."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from provisioning.erasures import archive, selectors
from provisioning.models import Erasure, Run
from tenants import directory
from tenants.audit.services import record
from tenants.context import inside
from tenants.credentials import schema_of
from tenants.router import OWNER

log = logging.getLogger("adopsi.provisioning")
# How the rule that ends an export's time signs.
RULE = "Aturan masa simpan arsip"


def delete_old_exports() -> int:
    """Delete every export whose time is over, and what wishes that came to nothing left; returns how many went."""
    return sum(_delete(erasure) for erasure in _expired())


def _expired() -> QuerySet[Erasure]:
    before = timezone.now() - timedelta(days=settings.ADOPSI_EXPORT_DAYS)
    # The last steps of a run read the archive once more.
    erased = Q(state=Erasure.State.DONE, finished_at__lte=before, run__state=Run.State.DONE)
    came_to_nothing = Q(state=Erasure.State.REFUSED, approved_at__lte=before, run__isnull=False)
    return Erasure.objects.filter(erased | came_to_nothing, export_deleted_at=None)


def _delete(erasure: Erasure) -> bool:
    name = selectors.archive_name(erasure)
    path = erasure.export_path or archive.path_of(schema_name=schema_of(erasure.pemda_code), name=name)
    was_there = archive.delete_archive(path)
    # The web's own login may not say that an archive is gone.
    Erasure.objects.using(OWNER).filter(pk=erasure.pk).update(export_deleted_at=timezone.now())
    if was_there:
        log.info("export deleted erasure=%s", erasure.pk)
        _note(erasure)
    return was_there


def _note(erasure: Erasure) -> None:
    facts = directory.pemda_of(erasure.pemda_code)
    if facts is None:
        return
    with inside(facts):
        record(
            act="erasure.export_deleted",
            subject="module",
            label=erasure.slug,
            actor=RULE,
            changes={"erasure": str(erasure.pk), "sha256": erasure.export_sha256},
        )
