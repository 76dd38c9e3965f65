"""Asking for backups, proofs and restores; and what a Pemda wishes."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from provisioning import journal
from provisioning.errors import UnknownPemda
from provisioning.keeping import selectors, store
from provisioning.keeping.archive import Archive
from provisioning.keeping.errors import (
    BackupPlanInvalid,
    CopyExists,
    NoBackupYet,
    NoRoomForArchive,
    NotACopysCode,
    NotForSandboxes,
)
from provisioning.keeping.sealing import is_sealed
from provisioning.models import Backup, BackupPlan, Run
from provisioning.sandboxes.services import SUFFIX, free_code
from provisioning.services import hint
from tenants.credentials import schema_of
from tenants.models import Pemda
from tenants.router import OWNER

BACK_UP, TEST, RESTORE, BESIDE = "backup_pemda", "test_backup", "restore_pemda", "restore_beside"
MOST_KEPT = 60
COPY_DAYS = 14


def request_backup(*, pemda_code: str, requested_by: str, kind: str = Backup.Kind.MANUAL, reason: str = "") -> Run:
    """Ask for an archive of the Pemda."""
    _must_be_kept(pemda_code)
    return _open(BACK_UP, pemda_code, {"kind": kind}, requested_by, reason)


def _must_be_kept(pemda_code: str) -> Pemda:
    pemda = Pemda.objects.filter(pk=pemda_code).first()
    if pemda is None:
        raise UnknownPemda(pemda_code)
    if pemda.sandbox_of_id is not None:
        raise NotForSandboxes
    return pemda


def request_test(*, pemda_code: str, requested_by: str, backup: Backup | None = None) -> Run:
    """Ask for a proof that a backup can be restored: the newest, unless another is named."""
    _must_be_kept(pemda_code)
    chosen = backup or selectors.newest_of(pemda_code)
    if chosen is None:
        raise NoBackupYet
    return _open(TEST, pemda_code, {"backup": str(chosen.pk)}, requested_by, "")


def request_restore(*, backup: Backup, requested_by: str, reason: str = "") -> Run:
    """Ask to put the Pemda back to the archive, in place."""
    _must_be_kept(backup.pemda_code)
    return _open(RESTORE, backup.pemda_code, {"backup": str(backup.pk)}, requested_by, reason)


def request_beside(
    *, backup: Backup, code: str, requested_by: str, reason: str = "", admin: dict[str, str] | None = None
) -> Run:
    """Ask to restore the archive as a copy of its own, which ends by itself."""
    source = _must_be_kept(backup.pemda_code)
    if not SUFFIX.search(code) or SUFFIX.sub("", code) != source.code:
        raise NotACopysCode(source.code)
    if Pemda.objects.filter(pk=code).exists():
        raise CopyExists(code)
    arguments: dict[str, Any] = {
        "backup": str(backup.pk),
        "source": source.code,
        "subdomain": f"salinan-{source.subdomain}"[:36].rstrip("-") + f"-{code[-2:]}",
        "expires_at": (timezone.now() + timedelta(days=COPY_DAYS)).isoformat(),
        "admin": admin,
    }
    return _open(BESIDE, code, arguments, requested_by, reason)


def request_copy(*, backup: Backup, requested_by: str, reason: str, admin: dict[str, str] | None) -> Run:
    """The same under the next free code; refused where the Pemda has as many copies as it may."""
    code = free_code(_must_be_kept(backup.pemda_code))
    return request_beside(backup=backup, code=code, requested_by=requested_by, reason=reason, admin=admin)


def change_plan(
    *, pemda_code: str, is_on: bool, hour: int, keep_daily: int, keep_weekly: int, keep_monthly: int, changed_by: str
) -> BackupPlan:
    """Say when the Pemda is backed up, and how many of each kind are kept."""
    _must_be_kept(pemda_code)
    counts = (keep_daily, keep_weekly, keep_monthly)
    if not (1 <= keep_daily and 0 <= hour <= 23 and all(0 <= count <= MOST_KEPT for count in counts)):
        raise BackupPlanInvalid
    plan, _is_new = BackupPlan.objects.update_or_create(
        pemda_code=pemda_code,
        defaults={
            "is_on": is_on,
            "hour": hour,
            "keep_daily": keep_daily,
            "keep_weekly": keep_weekly,
            "keep_monthly": keep_monthly,
            "changed_by": changed_by,
        },
    )
    return plan


# --- files of a person --------------------------------------------------------------------------------


def take_in(*, file: Path, requested_by: str) -> Backup:
    """Bring an archive from a file into the storage; read whole first, so that a bad one changes nothing."""
    try:
        with file.open("rb") as source:
            return _take_in(source, requested_by)
    except OSError as error:
        raise NoRoomForArchive(error.strerror or str(error)) from None


def _take_in(source: IO[bytes], requested_by: str) -> Backup:
    archive = Archive(source)
    archive.check_everything()
    manifest, code = archive.manifest, archive.code
    _must_be_kept(code)
    path = f"{schema_of(code)}/dibawa-{timezone.now():%Y%m%d%H%M%S%f}{store.ENDING}"
    source.seek(0)
    if is_sealed(source):
        stored = store.keep_sealed(path, write=lambda target: shutil.copyfileobj(source, target, 1 << 20))
    else:
        stored = store.keep(path, pemda_code=code, write=lambda target: shutil.copyfileobj(source, target, 1 << 20))
    return Backup.objects.using(OWNER).create(
        pemda_code=code,
        kind=Backup.Kind.TAKEN_IN,
        path=path,
        size=stored.size,
        sha256=stored.sha256,
        rows=sum(table["rows"] for table in manifest["tables"].values()),
        files=len(archive.media()),
        releases={each["slug"]: each["version"] for each in manifest["releases"]},
        requested_by=requested_by,
        made_at=manifest["made_at"],
        checked_at=timezone.now(),
    )


def write_plain(*, backup: Backup, file: Path) -> int:
    """Write the archive as a ZIP that a person can read; the number of bytes. A full disk leaves nothing."""
    partial, count = file.with_name(f"{file.name}.part"), 0
    try:
        with store.private(partial) as target:
            for block in selectors.plain_blocks(backup):
                count += target.write(block)
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise NoRoomForArchive(error.strerror or str(error)) from None
    return count


def _open(operation: str, code: str, arguments: dict[str, Any], requested_by: str, reason: str) -> Run:
    run, is_new = journal.open_run(
        operation=operation,
        pemda_code=code,
        subject="",
        arguments=arguments,
        requested_by=requested_by,
        reason=reason,
    )
    if is_new:
        hint(run)
    return run
