"""Steps that take a run back: what it made goes, what it changed comes back, nothing of people's is lost."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from psycopg2 import sql

from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning import schema
from provisioning.announcing import announce
from provisioning.errors import NotUndoable, UndoWouldLose
from provisioning.models import Release, Run
from provisioning.plans import rules
from provisioning.plans.making import problems_of_undoing
from provisioning.registry import OPERATIONS
from provisioning.releases import applying, seeds, watching
from provisioning.releases.capture import SETTLE
from provisioning.releases.shelf import release_of
from provisioning.words import Said, ngettext
from provisioning.work import Work
from tenants.organisation.models import RoleGrant
from tenants.router import OWNER


def check(work: Work) -> Said:
    """Refuse what can no longer be taken back."""
    work.lock_pemda()
    run = _undone_run(work)
    rules.first_problem(problems_of_undoing(run))
    return OPERATIONS[run.operation].title


def _undone_run(work: Work) -> Run:
    run = work.run.undoes
    if run is None:
        raise NotUndoable
    return run


def restore(work: Work) -> Said:
    """Bring tables, default data and activations back to what they were before the run."""
    run = _undone_run(work)
    if run.operation == "upgrade_module":
        return _downgrade(work, run.subject, run.findings)
    if run.operation == "enable_module":
        return _uninstall(work, run)
    _reactivate(work, run)
    return ""


def _uninstall(work: Work, run: Run) -> Said:
    releases = [_release(slug, run) for slug in run.findings["installed"]]
    tables = [table for release in releases for table in release.tables]
    _refuse_newer_rows(work, tables, run.findings.get("rows"))
    schema.drop_tables(work.cursor, tables, run.findings["installed"])
    for slug in run.findings["installed"]:
        RoleGrant.objects.using(OWNER).filter(role__in=get_manifest(slug).role_keys()).delete()
        Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=slug).delete()
    for parked in run.findings["resumed"]:
        if upgraded := parked.get("upgraded"):
            _downgrade(work, parked["slug"], upgraded)
        _park_again(work, parked)
    return (
        ngettext("%(count)s tabel dihapus", "%(count)s tabel dihapus", len(tables)) % {"count": len(tables)}
        if tables
        else ""
    )


def _release(slug: str, run: Run) -> Release:
    row = Activation.objects.using(OWNER).get(pemda_id=run.pemda_code, slug=slug)
    release = release_of(slug, row.version, using=OWNER)
    if release is None:
        raise NotUndoable
    return release


def _refuse_newer_rows(work: Work, tables: list[str], known: dict[str, int] | None) -> None:
    if not tables:
        return
    names = sql.SQL(", ").join(map(sql.Identifier, sorted(tables)))
    work.cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
    counts = schema.count_rows(work.cursor, tables)
    newer = [table for table, count in counts.items() if known is None or count != known.get(table, 0)]
    if newer:
        raise UndoWouldLose(newer)


def _park_again(work: Work, parked: dict[str, Any]) -> None:
    rows = Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=parked["slug"])
    rows.update(
        state=Activation.State.PARKED,
        parked_at=parse_datetime(parked["parked_at"]) if parked["parked_at"] else None,
        purge_after=parse_datetime(parked["purge_after"]) if parked["purge_after"] else None,
        updated_at=timezone.now(),
    )
    row = rows.get()
    release = release_of(row.slug, row.version, using=OWNER)
    if release is not None:
        schema.grant(work.cursor, work.schema_name, release.tables, parked=release.tables)


def _reactivate(work: Work, run: Run) -> None:
    """Undo of parking: everything answers again."""
    for slug in run.findings.get("parked", []):
        rows = Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=slug)
        rows.update(state=Activation.State.ACTIVE, parked_at=None, purge_after=None, updated_at=timezone.now())
        release = release_of(slug, rows.get().version, using=OWNER)
        if release is not None:
            schema.grant(work.cursor, work.schema_name, release.tables)


# --- upgrades -----------------------------------------------------------------------------------------


def _downgrade(work: Work, slug: str, found: dict[str, Any]) -> str:
    newer, older = (release_of(slug, found[name], using=OWNER) for name in ("to", "from"))
    if newer is None or older is None:
        raise NotUndoable
    undone = {tuple(name) for name in found.get("migrations", [])}
    segments = [each for each in newer.segments if tuple(each["migration"]) in undone]
    if any(each["backward"] is None for each in segments):
        raise NotUndoable
    _refuse_changed(work, found, newer, older)
    seeds.take_back(work.cursor, added=found.get("seeds_added", []), changed=found.get("seeds_changed", []))
    work.cursor.execute(SETTLE)
    for segment in reversed(segments):
        if segment["backward"]:
            work.cursor.execute(segment["backward"])
        work.cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", segment["migration"])
    _bring_back(work, found, newer, older)
    work.cursor.execute(watching.attach_sql(older.catalog) or "SELECT 1")
    schema.grant(work.cursor, work.schema_name, older.tables)
    Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=slug).update(
        version=older.version, fingerprint=found.get("fingerprint") or older.fingerprint, updated_at=timezone.now()
    )
    return f"{newer.version} → {older.version}"


def _refuse_changed(work: Work, found: dict[str, Any], newer: Release, older: Release) -> None:
    """New tables must be empty, and where Python rewrote rows, nobody may have written since."""
    added = sorted(set(newer.tables) - set(older.tables))
    _refuse_newer_rows(work, added, dict.fromkeys(added, 0))
    if found.get("python"):
        content = applying.content_of(work.cursor, found["content"])
        if changed := [table for table in content if content[table] != found["content"][table]]:
            raise UndoWouldLose(changed)


def _bring_back(work: Work, found: dict[str, Any], newer: Release, older: Release) -> None:
    copies: dict[str, str] = found.get("copies", {})
    if found.get("python"):
        for table in copies:
            work.cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    for table, copy in copies.items():
        is_gone = found.get("python") or table not in newer.tables
        columns = older.catalog["tables"][table]["columns"]
        if is_gone:
            _refill(work, table, copy, columns)
        else:
            has = newer.catalog["tables"][table]["columns"]
            _refill_columns(work, table, copy, [name for name in columns if name not in has])
        work.cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(copy)))


def _refill(work: Work, table: str, copy: str, columns: dict[str, str]) -> None:
    names = sql.SQL(", ").join(
        sql.Identifier(name) for name, definition in columns.items() if "GENERATED ALWAYS AS (" not in definition
    )
    work.cursor.execute(
        sql.SQL("INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {copy}").format(
            table=sql.Identifier(table), names=names, copy=sql.Identifier(copy)
        )
    )


def _refill_columns(work: Work, table: str, copy: str, names: list[str]) -> None:
    for name in names:
        work.cursor.execute(
            sql.SQL("UPDATE {table} SET {name} = c.{name} FROM {copy} c WHERE c.id = {table}.id").format(
                table=sql.Identifier(table), name=sql.Identifier(name), copy=sql.Identifier(copy)
            )
        )


def announce_undone(work: Work) -> str:
    """Tell the Pemda's IT admins."""
    subject = gettext("Perubahan modul %(title)s diurungkan")
    return announce(work, kind="inti.modul_diurungkan", subject=subject, act="module.undone")


def drop_old_copies(cursor: Any, copies: dict[str, str]) -> None:
    """The window has passed: the copies go."""
    for copy in copies.values():
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(copy)))
