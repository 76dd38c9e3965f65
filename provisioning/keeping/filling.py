"""Makes the tables of an archive's releases in an empty schema, fills them, and proves that they are what was archived.

The releases' own SQL makes the tables: what an archive brings along is data, never statements. Triggers rest while rows
come in; large tables get their indexes and references afterwards, all at once.
"""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from provisioning.copying import copy_in
from provisioning.keeping.archive import Archive
from provisioning.keeping.errors import ArchiveDamaged, ArchiveStructure, ArchiveTooNew, RestoreDiffers
from provisioning.keeping.tables import Table, content_of, set_sequences, tables_in
from provisioning.models import Release
from provisioning.releases import applying
from provisioning.releases.build import version_of
from provisioning.releases.shelf import release_of
from tenants.router import OWNER

# From so many rows on, building an index at the end is cheaper than keeping it up row by row.
MANY_ROWS = 5_000
TRIGGERS = """
SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %s::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D'
"""
ENABLED = {"O": "ENABLE TRIGGER", "A": "ENABLE ALWAYS TRIGGER", "R": "ENABLE REPLICA TRIGGER"}
LATE = """
SELECT 'reference', c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND c.relnamespace = %(schema)s::regnamespace AND c.relname = ANY(%(tables)s)
UNION ALL
SELECT 'index', c.relname, x.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relname = ANY(%(tables)s)
AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY 1, 2, 3
"""


def releases_in(archive: Archive) -> list[Release]:
    """The releases that made the archive's tables, the core first; raises `ArchiveTooNew` for one that we lack."""
    found, missing = [], []
    for entry in archive.manifest["releases"]:
        release = release_of(entry["slug"], entry["version"], using=OWNER)
        if release is None or release.fingerprint != entry["fingerprint"] or _is_ahead(release):
            missing.append(f"{entry['slug']} {entry['version']}")
        else:
            found.append(release)
    if missing:
        raise ArchiveTooNew(missing)
    if not found:
        raise ArchiveDamaged
    return found


def _is_ahead(release: Release) -> bool:
    return _number(release.version) > _number(version_of(release.slug))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def fill(cursor: Any, archive: Archive, *, schema_name: str, releases: list[Release]) -> int:
    """Make and fill the tables in the schema, which is empty, and compare; the number of rows.

    Raises `RestoreDiffers` where a table's rows are not what was archived. The caller's transaction is thrown away then.
    """
    cursor.execute(sql.SQL("SET LOCAL search_path TO {}, extensions").format(sql.Identifier(schema_name)))
    applying.install(cursor, releases)
    # What the default data's references still wait to be checked for must be checked before its tables are changed.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    wanted = {name: entry for name, entry in archive.tables.items() if not entry["is_bookkeeping"]}
    tables = _fitting(cursor, archive, schema_name)
    triggers = _rest_triggers(cursor, schema_name)
    late = _put_off(cursor, schema_name, [name for name, entry in wanted.items() if entry["rows"] >= MANY_ROWS])
    _empty(cursor, tables)
    for table in tables:
        with archive.part(wanted[table.name]["file"]) as source:
            # To the part's own end, where its hash is compared.
            copy_in(cursor, table.copy_in(cursor.connection), source)
    set_sequences(cursor, schema_name, archive.manifest["sequences"])
    _run(cursor, late)
    _run(cursor, triggers)
    _compare(cursor, tables, wanted)
    cursor.execute(sql.SQL("SET LOCAL search_path TO {}, extensions, public").format(sql.Identifier(schema_name)))
    return sum(entry["rows"] for entry in wanted.values())


def _fitting(cursor: Any, archive: Archive, schema_name: str) -> list[Table]:
    names = {name for name, entry in archive.tables.items() if not entry["is_bookkeeping"]}
    tables = tables_in(cursor, schema_name, names)
    columns = {table.name: list(table.columns) for table in tables}
    for name in sorted(names):
        if columns.get(name) != archive.tables[name]["columns"]:
            raise ArchiveStructure(name)
    return tables


def _rest_triggers(cursor: Any, schema_name: str) -> list[sql.Composable]:
    cursor.execute(TRIGGERS, [schema_name])
    found = cursor.fetchall()
    for table in sorted({table for table, _name, _state in found}):
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(schema_name, table)))
    return [
        sql.SQL("ALTER TABLE {} {} {}").format(
            sql.Identifier(schema_name, table), sql.SQL(ENABLED[state]), sql.Identifier(name)
        )
        for table, name, state in found
    ]


def _put_off(cursor: Any, schema_name: str, tables: list[str]) -> list[sql.Composable]:
    """Drop the indexes and references of large tables; the statements that make them again, indexes first."""
    cursor.execute(LATE, {"schema": schema_name, "tables": tables})
    again: list[sql.Composable] = []
    for kind, table, name, definition in cursor.fetchall():
        place = sql.Identifier(schema_name, table)
        if kind == "index":
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(schema_name, name)))
            again.append(sql.SQL(definition))
        else:
            cursor.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(place, sql.Identifier(name)))
            again.append(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(place, sql.Identifier(name), sql.SQL(definition))
            )
    return again


def _empty(cursor: Any, tables: list[Table]) -> None:
    """Take the releases' default data out again: what the Pemda made of it is in the archive."""
    has_rows = (
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(table.name), sql.Identifier(table.schema_name, table.name)
        )
        for table in tables
    )
    cursor.execute(sql.SQL(" UNION ALL ").join(has_rows))
    filled = [sql.Identifier(tables[0].schema_name, name) for (name,) in cursor.fetchall()]
    if filled:
        # What refers to them is empty, or named too.
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(filled)))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _run(cursor: Any, statements: list[sql.Composable]) -> None:
    if statements:
        # References are checked now, and an ALTER TABLE must not find checks that still wait.
        cursor.execute(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE; {}").format(sql.SQL("; ").join(statements)))


def _compare(cursor: Any, tables: list[Table], wanted: dict[str, dict[str, Any]]) -> None:
    different = []
    for table in tables:
        found = content_of(cursor, table)
        if (found.lines, found.sha256) != (wanted[table.name]["rows"], wanted[table.name]["sha256"]):
            different.append(table.name)
    if different:
        raise RestoreDiffers(different)
