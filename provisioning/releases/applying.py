"""Puts releases into a Pemda's schema: whole into an empty place, or the missing steps over an older one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from psycopg2 import sql

from provisioning import schema
from provisioning.models import Release
from provisioning.releases import capture, seeds, watching
from tenants.router import OWNER

# Tables with more rows than this get their new indexes outside of the transaction, without holding writers up.
LARGE_ROWS = 50_000


def install_sql(release: Release, connection: Any) -> str | None:
    """One message that makes the release's tables, bookkeeping and default data; None where Python must run."""
    if not release.snapshot:
        return None
    parts = [release.snapshot, watching.missing_sql(release.catalog), seeds.insert_sql(release.seeds, connection)]
    return ";\n".join(filter(None, parts))


def install(cursor: Any, releases: Iterable[Release]) -> None:
    """Make all tables of the releases in the current search path; in as few messages as possible."""
    _flush(cursor, _install(cursor, releases, []))


def install_beside(cursor: Any, releases: Sequence[Release], *, schema_name: str) -> dict[str, int]:
    """Make all tables of the releases in a schema that has others already; `{table: rows}` as it was left.

    One message with the search path before and after, for each further one costs as much as a small table.
    """
    if not (tables := [table for release in releases for table in release.tables]):
        return {}
    here, back = schema.search_paths(schema_name)
    rights, rows = schema.default_rights(schema_name), schema.rows_query(tables)
    pending = _install(cursor, releases, [here, rights.as_string(cursor.connection)])
    _flush(cursor, [*pending, back, rows.as_string(cursor.connection)])
    return dict(cursor.fetchall())


def _install(cursor: Any, releases: Iterable[Release], pending: list[str]) -> list[str]:
    """Send what must be sent on the way; the answer is what waits to be sent."""
    for release in releases:
        text = install_sql(release, cursor.connection)
        if text is not None:
            pending.append(text)
            continue
        _flush(cursor, pending)
        _apply(cursor, release.segments)
        pending += [watching.attach_sql(release.catalog), seeds.insert_sql(release.seeds, cursor.connection)]
    return pending


def _flush(cursor: Any, pending: list[str]) -> None:
    text = ";\n".join(part for part in pending if part)
    pending.clear()
    if text:
        cursor.execute(text)


@dataclass(slots=True)
class Upgraded:
    """What an upgrade left to do and what it needs to be undone; all of it JSON."""

    late_indexes: list[str] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    merge: seeds.Merge = field(default_factory=seeds.Merge)


def upgrade(cursor: Any, *, release: Release, older: Release, segments: list[dict[str, Any]], login: str) -> Upgraded:
    """Apply the missing segments and merge the default data, keeping copies of what is destroyed on the way.

    `login` is the Pemda's, which must not see the copies.
    """
    result = Upgraded(copies=_keep_copies(cursor, older, segments, login))
    large = _large(cursor, older.tables)
    for segment in segments:
        for statement in segment["statements"]:
            match = capture.INDEX.match(statement)
            if match and match[2] in large:
                result.late_indexes.append(statement)
    _apply(cursor, segments, postponed=set(result.late_indexes))
    _flush(cursor, [watching.attach_sql(release.catalog)])
    result.merge = seeds.merge(cursor, base=older.seeds, new=release.seeds)
    return result


def upgrade_sql(segments: list[dict[str, Any]]) -> str:
    """The segments as one message."""
    return ";\n".join(
        [
            *(text for each in segments for text in each["statements"]),
            bookkeeping(each["migration"] for each in segments),
        ]
    )


def bookkeeping(nodes: Iterable[Sequence[str]]) -> str:
    """The statement that writes the migrations down as applied; empty for none."""
    rows = [sql.SQL("({}, {}, now())").format(sql.Literal(label), sql.Literal(name)) for label, name in nodes]
    insert = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {}").format(sql.SQL(", ").join(rows))
    return insert.as_string(connections[OWNER].connection) if rows else ""


def _apply(cursor: Any, segments: list[dict[str, Any]], *, postponed: Iterable[str] = ()) -> None:
    plain: list[dict[str, Any]] = []

    def flush() -> None:
        if plain:
            texts = [text for each in plain for text in each["statements"] if text not in postponed]
            cursor.execute(";\n".join([*texts, bookkeeping(each["migration"] for each in plain)]))
            plain.clear()

    for segment in segments:
        if segment["mode"] == "sql":
            plain.append(segment)
        else:
            flush()
            capture.migrate_here([(segment["migration"][0], segment["migration"][1])])
            cursor.execute(capture.SETTLE)
    flush()


def _large(cursor: Any, tables: Iterable[str]) -> set[str]:
    cursor.execute(
        "SELECT name FROM unnest(%s::text[]) name JOIN pg_class c ON c.oid = to_regclass(name) WHERE c.reltuples > %s",
        [list(tables), LARGE_ROWS],
    )
    return {row[0] for row in cursor.fetchall()}


def needs_copies(segments: list[dict[str, Any]]) -> bool:
    """Whether undoing the segments takes more than their backward SQL."""
    return any(segment["destroys"] or segment["mode"] == "python" for segment in segments)


def _keep_copies(cursor: Any, older: Release, segments: list[dict[str, Any]], login: str) -> dict[str, str]:
    tables = {table for segment in segments for table in segment["destroys"]}
    if any(segment["mode"] == "python" for segment in segments):
        tables |= set(older.tables)
    copies = {table: copy_name(table) for table in sorted(tables & set(older.tables))}
    for table, copy in copies.items():
        cursor.execute(
            sql.SQL(
                "DROP TABLE IF EXISTS {copy}; CREATE TABLE {copy} AS TABLE {table}; REVOKE ALL ON {copy} FROM {login}"
            ).format(copy=sql.Identifier(copy), table=sql.Identifier(table), login=sql.Identifier(login))
        )
    return copies


def copy_name(table: str) -> str:
    """The name of a table's copy, kept until its undo window has passed."""
    return f"_undo_{hashlib.sha256(table.encode()).hexdigest()[:16]}"


def content_of(cursor: Any, tables: Iterable[str]) -> dict[str, str]:
    """A hash of each table's rows, to tell whether anybody changed them since."""
    found = {}
    for table in tables:
        query = "SELECT coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {} t"
        cursor.execute(sql.SQL(query).format(sql.Identifier(table)))
        found[table] = cursor.fetchone()[0]
    return found
