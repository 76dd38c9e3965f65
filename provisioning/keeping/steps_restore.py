"""Steps of `restore_pemda`: one Pemda back to its archive while all others work.

The archive is read whole before anything is done. The files are unpacked beside; then the Pemda shows the maintenance
page, all that is there now is backed up, and one transaction renames its schema away, makes it anew from the archive,
compares, and switches. Until that commits nothing has happened, and where it or the backup fails the Pemda opens again
as it was.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext
from psycopg2 import sql

from catalog.models import Activation
from provisioning import schema
from provisioning.copying import BLOCK
from provisioning.drift import fleet_check
from provisioning.keeping import archive as form
from provisioning.keeping import filling, public_rows, store, writing
from provisioning.keeping.archive import Archive
from provisioning.keeping.erasing import erase_again
from provisioning.keeping.errors import ArchiveOfAnother, NoRoomForArchive
from provisioning.keeping.steps_backup import backup_of, read_back, write_as
from provisioning.models import Backup, Release, RunStep
from provisioning.services import request_upgrade
from provisioning.words import Said, names, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.audit import chain
from tenants.audit.services import record
from tenants.context import inside
from tenants.errors import DomainError
from tenants.models import Pemda
from tenants.notifications.services import notify
from tenants.router import OWNER
from tenants.vault import keys

log = logging.getLogger("adopsi.provisioning")
UPGRADE_REASON = "Sesudah pemulihan"


def check(work: Work) -> Said:
    """Read the whole archive: it must be sound, ours, this Pemda's, and of releases that this code knows.

    What is there now must be able to be backed up, too.
    """
    pemda = work.lock_pemda()
    writing.program()
    with store.opened(backup_of(work).path) as archive:
        refuse_another(archive, work.code)
        parts = archive.check_everything()
        filling.releases_in(archive)
    work.findings["state"] = pemda.state
    return _("%(parts)s bagian sama dengan daftarnya") % {"parts": parts}


def refuse_another(archive: Archive, code: str) -> None:
    """Raise `ArchiveOfAnother` unless the archive is this Pemda's."""
    if archive.code != code:
        raise ArchiveOfAnother(str(archive.manifest["pemda"]["name"]), archive.code)


# --- files --------------------------------------------------------------------------------------------


def _beside(work: Work) -> Path:
    return settings.MEDIA_ROOT / f".{work.schema_name}-{work.run.pk.hex}"


def unpack(work: Work) -> Said:
    """Put the archive's files beside the Pemda's folder, where nobody sees them yet."""
    with store.opened(backup_of(work).path) as archive:
        count = unpack_media(archive, _beside(work))
    return ngettext("%(count)s berkas", "%(count)s berkas", count) % {"count": count}


def unpack_media(archive: Archive, folder: Path) -> int:
    """Unpack the files of people into the folder, which is new; how many. A full disk leaves nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        for name in archive.media():
            target = folder / PurePosixPath(name).relative_to(form.MEDIA.rstrip("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.part(name) as source, target.open("wb") as file:
                while block := source.read(BLOCK):
                    file.write(block)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoRoomForArchive(error.strerror or str(error)) from None
    return len(archive.media())


def place_files(work: Work) -> Said:
    """Put the unpacked folder into the place of the Pemda's; exports of erased data stay."""
    new, present = _beside(work), settings.MEDIA_ROOT / work.schema_name
    if not new.is_dir():
        return _("Sudah di tempatnya")
    old = new.with_suffix(".lama")
    if present.is_dir():
        exports = present / "ekspor"
        if exports.is_dir():
            exports.rename(new / "ekspor")
        present.rename(old)
    new.rename(present)
    shutil.rmtree(old, ignore_errors=True)
    return ""


def erase_since(work: Work) -> Said:
    """Erase again whoever was erased since the archive, before the Pemda opens."""
    return erase_again(work, replaced=_old_name(work))


# --- the switch ---------------------------------------------------------------------------------------


def close(work: Work) -> str:
    """The Pemda shows the maintenance page; every other goes on."""
    Pemda.objects.using(OWNER).filter(pk=work.code).update(state=Pemda.State.SUSPENDED)
    return ""


def open_again(work: Work) -> str:
    """The Pemda answers again, if it did before."""
    Pemda.objects.using(OWNER).filter(pk=work.code).update(state=work.findings["state"])
    return ""


@contextmanager
def _open_if_it_fails(work: Work) -> Iterator[None]:
    """Whatever goes wrong, the Pemda opens again as it was; who tries again closes it and backs it up anew."""
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            open_again(work)
            work.run.steps.filter(name__in=("close", "keep")).update(state=RunStep.State.WAITING)


def keep(work: Work) -> Said:
    """Back up what the restore replaces; without that archive, whole and read back, nothing is replaced.

    The Pemda is closed already, so nothing is written between this moment and the switch.
    """
    with _open_if_it_fails(work):
        with connections[OWNER].cursor() as cursor:
            if _is_restored(work, cursor):
                # The switch was made, and its commit not heard of: what is there now is no longer what was replaced.
                return _("Sudah dipulihkan")
        said = write_as(work, kind=Backup.Kind.BEFORE)
        read_back(work)
    return said


def _old_name(work: Work) -> str:
    return f"{schema.checked(work.schema_name)}_lama"


MARK = "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')"


def rebuild(work: Work) -> Said:
    """Make the Pemda's schema anew, fill and compare it, all in one transaction; a failure opens the old one again."""
    with (
        _open_if_it_fails(work),
        store.opened(backup_of(work).path) as archive,
        schema.owner_transaction(work.schema_name) as cursor,
    ):
        if _is_restored(work, cursor):
            # A worker died between the commit and its note.
            return _("Sudah dipulihkan")
        rows = _rebuild(work, cursor, archive)
    return _("%(rows)s baris sama dengan arsip") % {"rows": rows}


def _mark(work: Work) -> str:
    return f"restored by {work.run.pk}"


def _is_restored(work: Work, cursor: Any) -> bool:
    cursor.execute(MARK, [work.schema_name])
    return bool(cursor.fetchone() == (_mark(work),))


def _rebuild(work: Work, cursor: Any, archive: Archive) -> int:
    name, old = schema.checked(work.schema_name), _old_name(work)
    releases = filling.releases_in(archive)
    cursor.execute(
        sql.SQL("DROP SCHEMA IF EXISTS {old} CASCADE; ALTER SCHEMA {name} RENAME TO {old}").format(
            old=sql.Identifier(old), name=sql.Identifier(name)
        )
    )
    schema.create_login(cursor, name)
    schema.create_schema(cursor, name)
    rows = filling.fill(cursor, archive, schema_name=name, releases=releases)
    give_rights(cursor, name, archive, releases)
    go_on_trusting(cursor, archive, schema_name=name)
    _keep_revocations(cursor, name, old)
    pemda, activations = public_rows_in(archive)
    public_rows.put_back(work.code, pemda=pemda, activations=activations)
    cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(name), sql.Literal(_mark(work))))
    return rows


def give_rights(cursor: Any, schema_name: str, archive: Archive, releases: list[Release]) -> None:
    """Give the login exactly its rights on the new tables; those of parked modules are read-only."""
    states = {each["slug"]: each["state"] for each in archive.manifest["releases"]}
    tables = [table for release in releases for table in release.tables]
    parked = [
        table for release in releases if states[release.slug] == Activation.State.PARKED for table in release.tables
    ]
    schema.grant(cursor, schema_name, tables, parked=parked)


def go_on_trusting(cursor: Any, archive: Archive, *, schema_name: str) -> None:
    """Let the restored keys open what they sealed, under this schema's name, and the restored trail go on from its end."""
    if "vault_datakey" not in archive.tables:
        # A core from before there were keys and trails gets both with its upgrade.
        chain.forget(cursor, schema_name)
        return
    origin = str(archive.manifest["pemda"]["schema"])
    keys.rewrap(cursor, from_schema=origin if origin != schema_name else None)
    chain.adopt(cursor)


def public_rows_in(archive: Archive) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The archive's row of the Pemda, and those of its activations."""
    with form.damage_refused():
        (pemda,) = public_rows.rows_in(archive.read(f"{form.PUBLIC_ROWS}pemda.json"))
        return pemda, public_rows.rows_in(archive.read(f"{form.PUBLIC_ROWS}aktivasi.json"))


def _keep_revocations(cursor: Any, name: str, old: str) -> None:
    """A token that was revoked since, and an account that was closed, do not come back to life."""
    parts = {"new": sql.Identifier(name), "old": sql.Identifier(old)}
    cursor.execute(
        sql.SQL(
            "UPDATE {new}.accounts_apitoken t SET revoked_at = o.revoked_at FROM {old}.accounts_apitoken o"
            " WHERE o.digest = t.digest AND o.revoked_at IS NOT NULL AND t.revoked_at IS NULL;"
            " UPDATE {new}.accounts_person p SET is_active = false FROM {old}.accounts_person o"
            " WHERE o.id = p.id AND o.username = p.username AND NOT o.is_active AND p.is_active"
        ).format(**parts)
    )


def clear(work: Work) -> str:
    """Drop the schema that was renamed away; nobody uses it any more."""
    with schema.owner_transaction(work.schema_name) as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(_old_name(work))))
    return ""


def upgrade(work: Work) -> Said:
    """Ask for the upgrades that an older archive needs; they are runs of their own."""
    behind = [row for row in fleet_check() if row.pemda_code == work.code and row.verdict == "behind"]
    for row in behind:
        try:
            request_upgrade(
                pemda_code=work.code, slug=row.slug, requested_by=work.run.requested_by, reason=UPGRADE_REASON
            )
        except DomainError as refusal:
            # A person may upgrade later; the restore itself is done.
            log.warning("upgrade of %s after a restore refused: %s", row.slug, refusal.code)
    return names(f"{row.slug} {row.wanted_version}" for row in behind) if behind else _("Sudah mutakhir")


def announce(work: Work) -> str:
    """Tell the IT admins, and write it into the trail, once."""
    backup, path = backup_of(work), f"/konsol/cadangan/#{work.run.pk.hex[:8]}"
    with inside(work.facts()):
        if not Person.objects.filter(notifications__path=path).exists():
            for person in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True):
                notify(
                    person=person,
                    kind="inti.dipulihkan",
                    subject=gettext("Data dipulihkan dari cadangan"),
                    body=gettext("Keadaan kembali seperti pada %(when)s. Semua orang perlu masuk lagi.")
                    % {"when": f"{backup.made_at:%Y-%m-%d %H:%M} UTC"},
                    path=path,
                )
            record(
                act="backup.restored",
                subject="backup",
                label=str(backup.pk),
                actor=work.run.requested_by,
                changes={"run": str(work.run.pk), "sha256": backup.sha256, "reason": work.run.reason},
            )
    return ""
