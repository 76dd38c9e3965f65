"""The shortest way to a catalog: one CREATE TABLE per table with its constraints, in the order of their references.

A history of migrations creates, alters and indexes; its result can be written down at once, which replays faster.
`build` proves each snapshot by replaying it and comparing catalogs; what this writer does not know how to say
therefore never reaches a Pemda.
"""

from __future__ import annotations

import json
import re
from typing import Any

from psycopg2 import sql

from provisioning.releases.inspection import Catalog

REFERENCE = re.compile(r"^FOREIGN KEY .* REFERENCES (\w+)\(")


def write_snapshot(cursor: Any, catalog: Catalog, sources: dict[str, str]) -> str:
    """SQL that makes the catalog's tables, functions and the rows that the migrations left in them.

    `sources` are constraints and indexes as their migrations wrote them, by name.
    """
    tables = catalog["tables"]
    statements = list(catalog["functions"].values())
    late: list[str] = []
    done: set[str] = set()
    for table in _in_order(tables):
        statement, postponed = _create_table(table, tables[table], sources, waits_for=set(tables) - done - {table})
        statements.append(statement)
        late += postponed
        done.add(table)
    statements += [sources.get(name, text) for parts in tables.values() for name, text in parts["indexes"].items()]
    for table in tables:
        if table != "django_migrations":
            statements += _rows(cursor, table, tables[table]["columns"])
    # Triggers last: the rows above are the migrations' result, not new acts.
    statements += late + [text for parts in tables.values() for text in parts["triggers"].values()]
    return ";\n".join(statements)


def _create_table(
    table: str, parts: dict[str, dict[str, str]], sources: dict[str, str], *, waits_for: set[str]
) -> tuple[str, list[str]]:
    lines = [f'"{name}" {definition}' for name, definition in parts["columns"].items()]
    late = []
    for name, definition in parts["constraints"].items():
        reference = REFERENCE.match(definition)
        if reference and reference[1] in waits_for:
            late.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
        else:
            lines.append(f'CONSTRAINT "{name}" {sources.get(name, definition)}')
    return f'CREATE TABLE "{table}" (\n  ' + ",\n  ".join(lines) + "\n)", late


def _in_order(tables: dict[str, Any]) -> list[str]:
    """Referenced tables before those that refer to them; in a circle, by name."""
    ordered: list[str] = []
    visiting: set[str] = set()

    def place(table: str) -> None:
        if table in ordered or table in visiting or table not in tables:
            return
        visiting.add(table)
        for definition in tables[table]["constraints"].values():
            if reference := REFERENCE.match(definition):
                place(reference[1])
        ordered.append(table)

    for table in sorted(tables):
        place(table)
    return ordered


def _rows(cursor: Any, table: str, columns: dict[str, str]) -> list[str]:
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]'::jsonb)::text FROM {} t").format(name))
    text = cursor.fetchone()[0]
    if text == "[]":
        return []
    # Through JSON every type comes back as it was, without knowing it here.
    insert = sql.SQL(
        "INSERT INTO {name} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::{name}, {rows})"
    ).format(name=name, rows=sql.Literal(json.dumps(json.loads(text), ensure_ascii=False)))
    statements = [insert.as_string(cursor.connection)]
    for column, definition in columns.items():
        if "AS IDENTITY" in definition:
            top = sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), max({})) FROM {}").format(
                sql.Literal(table), sql.Literal(column), sql.Identifier(column), name
            )
            statements.append(top.as_string(cursor.connection))
    return statements
