"""Reading backups: of one Pemda, of the fleet, and what a download gives."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from provisioning.keeping import store
from provisioning.keeping.sealing import SealedReader
from provisioning.models import Backup, BackupPlan

BLOCK = 1 << 20


def backups_of(code: str) -> QuerySet[Backup]:
    """The Pemda's archives that are there and were read back, newest first."""
    return Backup.objects.filter(pemda_code=code, deleted_at=None, checked_at__isnull=False)


def all_backups(*, pemda_code: str = "") -> QuerySet[Backup]:
    """The same for the fleet, or for one Pemda."""
    rows = Backup.objects.filter(deleted_at=None, checked_at__isnull=False)
    return rows.filter(pemda_code=pemda_code) if pemda_code else rows


def newest_of(code: str) -> Backup | None:
    """The newest that a restore would use: no export, and nothing brought from elsewhere."""
    kinds = (Backup.Kind.SCHEDULED, Backup.Kind.MANUAL)
    return backups_of(code).filter(kind__in=kinds).first()


def get_backup(backup_id: UUID | str, *, pemda_code: str = "") -> Backup | None:
    """The backup with this number, of this Pemda where one is named."""
    return all_backups(pemda_code=pemda_code).filter(pk=backup_id).first()


def plan_of(code: str) -> BackupPlan:
    """What the Pemda wishes; the usual where it never said."""
    return BackupPlan.objects.filter(pk=code).first() or BackupPlan(pemda_code=code)


def count_red() -> int:
    """Of how many Pemda people were told that their badge is red."""
    return BackupPlan.objects.exclude(alarmed_at=None).count()


def plain_size(backup: Backup) -> int:
    """How many bytes a download of the archive has."""
    with store.reading(backup.path) as source:
        return SealedReader(source).size


def plain_blocks(backup: Backup) -> Iterator[bytes]:
    """The archive as a ZIP that plain PostgreSQL reads, block by block; nothing of it is put on a disk here."""
    with store.reading(backup.path) as source:
        reader = SealedReader(source)
        while block := reader.read(BLOCK):
            yield block


def file_name(backup: Backup) -> str:
    """What a download is called."""
    return f"adopsi-{backup.pemda_code}-{backup.made_at:%Y%m%d-%H%M}.zip"
