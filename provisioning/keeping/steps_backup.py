"""Steps of `backup_pemda` and `test_backup`."""

from __future__ import annotations

import time
from typing import Any

from django.db import connections, transaction
from django.utils import timezone
from psycopg2 import sql

from provisioning import schema
from provisioning.keeping import filling, pruning, store, writing
from provisioning.keeping.errors import NotForSandboxes, UnknownBackup
from provisioning.models import Backup
from provisioning.words import Said, kept
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.audit.services import record
from tenants.context import inside
from tenants.errors import DomainError
from tenants.router import OWNER

MEGABYTE = 1 << 20


def check(work: Work) -> str:
    """Refuse a sandbox, and a server that no pg_dump here can read."""
    if work.lock_pemda().sandbox_of_id is not None:
        raise NotForSandboxes
    return f"pg_dump {writing.program().version}"


def write(work: Work) -> Said:
    """Write the archive that was asked for."""
    return write_as(work, kind=work.arguments["kind"])


def write_as(work: Work, *, kind: str) -> Said:
    """Write an archive and list it as one of this kind; written again, it replaces what a killed attempt left."""
    path = f"{work.schema_name}/{work.run.pk}{store.ENDING}"
    manifest: dict[str, Any] = {}
    stored = store.keep(
        path,
        pemda_code=work.code,
        write=lambda target: manifest.update(writing.write_archive(target, code=work.code)),
    )
    rows = sum(table["rows"] for table in manifest["tables"].values())
    Backup.objects.using(OWNER).update_or_create(
        run_id=work.run.pk,
        defaults={
            "pemda_code": work.code,
            "kind": kind,
            "path": path,
            "size": stored.size,
            "sha256": stored.sha256,
            "rows": rows,
            "files": sum(name.startswith("media/") for name in manifest["parts"]),
            "releases": {each["slug"]: each["version"] for each in manifest["releases"]},
            "requested_by": work.run.requested_by,
            "made_at": manifest["made_at"],
        },
    )
    return _("%(rows)s baris, %(size)s MB") % {"rows": rows, "size": max(1, stored.size // MEGABYTE)}


def read_back(work: Work) -> Said:
    """Read every part of the archive again: from here on it counts."""
    backup = Backup.objects.using(OWNER).get(run_id=work.run.pk)
    try:
        with store.opened(backup.path) as archive:
            parts = archive.check_everything()
    except DomainError:
        forget(backup)
        raise
    Backup.objects.using(OWNER).filter(pk=backup.pk).update(checked_at=timezone.now())
    return _("%(parts)s bagian sama dengan daftarnya") % {"parts": parts}


def forget(backup: Backup) -> None:
    """Delete an archive that came to nothing, and its line."""
    store.delete(backup.path)
    Backup.objects.using(OWNER).filter(pk=backup.pk).delete()


def prune(work: Work) -> Said:
    """Delete what the Pemda's wish no longer keeps, and say in its trail what was made."""
    gone = pruning.prune_pemda(work.code)
    backup = Backup.objects.using(OWNER).get(run_id=work.run.pk)
    if backup.kind != Backup.Kind.SCHEDULED:
        with inside(work.facts()):
            record(
                act="backup.exported" if backup.kind == Backup.Kind.EXPORT else "backup.made",
                subject="backup",
                label=str(backup.pk),
                actor=work.run.requested_by,
                changes={"run": str(work.run.pk), "sha256": backup.sha256},
            )
    return _("%(count)s cadangan lama dihapus") % {"count": gone}


# --- proving a restore --------------------------------------------------------------------------------


def check_test(work: Work) -> Said:
    """The backup must be there, whole, and of releases that are known."""
    backup = backup_of(work)
    try:
        with store.opened(backup.path) as archive:
            parts = archive.check_everything()
            filling.releases_in(archive)
    except DomainError as refusal:
        _note_failure(backup, refusal)
        raise
    return _("%(parts)s bagian sama dengan daftarnya") % {"parts": parts}


def backup_of(work: Work) -> Backup:
    """The backup that the run is about."""
    backup = Backup.objects.using(OWNER).filter(pk=work.arguments["backup"], deleted_at=None).first()
    if backup is None:
        raise UnknownBackup
    return backup


def scratch_name(schema_name: str) -> str:
    """Where a backup of this schema is restored to be looked at; nobody has rights there."""
    return f"adopsi_uji_{schema.checked(schema_name)}"


def rehearse(work: Work) -> Said:
    """Restore the backup into a schema of its own, compare every table, and throw the schema away."""
    backup, started = backup_of(work), time.monotonic()
    try:
        with store.opened(backup.path) as archive:
            rows = _fill_and_drop(work, archive)
    except DomainError as refusal:
        _note_failure(backup, refusal)
        raise
    took = round(time.monotonic() - started, 2)
    Backup.objects.using(OWNER).filter(pk=backup.pk).update(
        proof=Backup.Proof.PROVEN, tested_at=timezone.now(), test_seconds=took, test_error=""
    )
    return _("%(rows)s baris sama, %(seconds)s detik") % {"rows": rows, "seconds": took}


def _fill_and_drop(work: Work, archive: Any) -> int:
    name = scratch_name(work.schema_name)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        rows = filling.fill(cursor, archive, schema_name=name, releases=filling.releases_in(archive))
        # Never committed: a worker that dies here leaves nothing behind.
        transaction.set_rollback(True, using=OWNER)
    return rows


def _note_failure(backup: Backup, refusal: DomainError) -> None:
    # On a connection of its own: the transaction of the run is about to be rolled back.
    connection = connections.create_connection(OWNER)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE provisioning_backup SET proof = %s, tested_at = now(), test_error = %s WHERE id = %s",
                [Backup.Proof.FAILED, kept(refusal.message), backup.pk],
            )
    finally:
        connection.close()
