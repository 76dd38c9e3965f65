"""Default data of a release: as SQL for a new Pemda, and compared three ways where a Pemda has it already.

A value is stored as JSON: plain, or `{"ref": [table, key column, {column: value}]}`, `{"json": …}`, `{"now": true}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Field, JSONField
from psycopg2 import sql

from catalog.manifest import SeedRef, SeedRow

Row = dict[str, Any]


def as_json(rows: Iterable[SeedRow]) -> list[Row]:
    """The rows with tables and columns instead of models and fields; `defaults` fills what a row leaves out."""
    return [_row_as_json(row) for row in rows]


def _row_as_json(row: SeedRow) -> Row:
    meta = apps.get_model(row.model)._meta
    named = {**row.key, **row.values}
    defaults = {
        each.column: _default(each) for each in meta.concrete_fields if each.name not in named and not each.primary_key
    }
    return {
        "table": meta.db_table,
        "key": {_field(meta, name).column: _plain(value) for name, value in row.key.items()},
        "values": {_field(meta, name).column: _stored(_field(meta, name), value) for name, value in row.values.items()},
        "defaults": {column: value for column, value in defaults.items() if value is not None},
    }


def _field(meta: Any, name: str) -> Field:
    return meta.get_field(name)


def _default(each: Field) -> Any:
    if getattr(each, "auto_now", False) or getattr(each, "auto_now_add", False):
        return {"now": True}
    value = each.get_default()
    return None if value is None else _stored(each, value)


def _stored(each: Field, value: Any) -> Any:
    if isinstance(value, SeedRef):
        meta = apps.get_model(value.model)._meta
        assert meta.pk is not None
        key = {_field(meta, name).column: _plain(part) for name, part in value.key}
        return {"ref": [meta.db_table, meta.pk.column, key]}
    return {"json": value} if isinstance(each, JSONField) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time, Decimal)):
        return str(value)
    return value


def insert_sql(rows: list[Row], connection: Any) -> str:
    """SQL that adds the rows; those whose key exists stay as they are."""
    return ";\n".join(_insert(row).as_string(connection) for row in rows)


def _insert(row: Row) -> sql.Composed:
    cells = {**row["defaults"], **row["values"], **row["key"]}
    return sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(row["table"]),
        sql.SQL(", ").join(map(sql.Identifier, cells)),
        sql.SQL(", ").join(map(_expression, cells.values())),
    )


def _expression(value: Any) -> sql.Composable:
    if not isinstance(value, dict):
        return sql.Literal(value)
    if "ref" in value:
        table, column, key = value["ref"]
        return sql.SQL("(SELECT {} FROM {} WHERE {})").format(
            sql.Identifier(column), sql.Identifier(table), _where(key)
        )
    return sql.SQL("now()") if "now" in value else sql.Literal(json.dumps(value["json"]))


def _where(key: dict[str, Any]) -> sql.Composable:
    terms = [sql.SQL("{} = {}").format(sql.Identifier(name), _expression(value)) for name, value in key.items()]
    return sql.SQL(" AND ").join(terms)


@dataclass(slots=True)
class Merge:
    """What an upgrade of default data did. Entries are JSON, for the journal."""

    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def merge(cursor: Any, *, base: list[Row], new: list[Row]) -> Merge:
    """Bring the schema's default data from one release to another; what the Pemda changed stays and is listed.

    Rows that the Pemda deleted stay deleted; rows that the new release no longer has stay as they are.
    """
    result = Merge()
    old_rows = {_identity(row): row for row in base}
    for row in new:
        old = old_rows.get(_identity(row))
        if old is None:
            _add(cursor, row, result)
        else:
            _merge_row(cursor, old, row, result)
    return result


def _identity(row: Row) -> str:
    return json.dumps([row["table"], row["key"]], sort_keys=True)


def _add(cursor: Any, row: Row, result: Merge) -> None:
    cursor.execute(_insert(row))
    entry = {"table": row["table"], "key": row["key"]}
    (result.added if cursor.rowcount else result.kept).append(entry)


def _merge_row(cursor: Any, old: Row, new: Row, result: Merge) -> None:
    columns = [name for name, value in new["values"].items() if value != old["values"].get(name)]
    if not columns:
        return
    present = _compare(cursor, old, new, columns)
    if present is None:
        result.kept.append({"table": new["table"], "key": new["key"], "deleted": True})
        return
    for column, (is_ours, is_new, current) in zip(columns, present, strict=True):
        entry = {"table": new["table"], "key": new["key"], "column": column, "yours": current}
        if is_new:
            continue
        if is_ours:
            _set(cursor, new, column, _expression(new["values"][column]))
            result.changed.append(entry)
        else:
            result.kept.append({**entry, "ours": new["values"][column]})


def _compare(cursor: Any, old: Row, new: Row, columns: list[str]) -> list[tuple[bool, bool, Any]] | None:
    parts = [
        sql.SQL("{c} IS NOT DISTINCT FROM {old}, {c} IS NOT DISTINCT FROM {new}, to_jsonb({c})").format(
            c=sql.Identifier(name),
            old=_expression(old["values"].get(name)),
            new=_expression(new["values"][name]),
        )
        for name in columns
    ]
    cursor.execute(
        sql.SQL("SELECT {} FROM {} WHERE {} FOR UPDATE").format(
            sql.SQL(", ").join(parts), sql.Identifier(new["table"]), _where(new["key"])
        )
    )
    row = cursor.fetchone()
    if row is None:
        return None
    # Django leaves JSON from PostgreSQL as text.
    return [(row[at], row[at + 1], json.loads(row[at + 2] or "null")) for at in range(0, len(row), 3)]


def _set(cursor: Any, row: Row, column: str, expression: sql.Composable) -> None:
    cursor.execute(
        sql.SQL("UPDATE {} SET {} = {} WHERE {}").format(
            sql.Identifier(row["table"]), sql.Identifier(column), expression, _where(row["key"])
        )
    )


def take_back(cursor: Any, *, added: list[Row], changed: list[Row]) -> None:
    """Undo a merge: what it changed gets its old value, what it added goes."""
    for entry in changed:
        old = sql.SQL("(jsonb_populate_record(NULL::{}, {})).{}").format(
            sql.Identifier(entry["table"]),
            sql.Literal(json.dumps({entry["column"]: entry["yours"]})),
            sql.Identifier(entry["column"]),
        )
        _set(cursor, entry, entry["column"], old)
    for entry in added:
        cursor.execute(sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(entry["table"]), _where(entry["key"])))


def edited(cursor: Any, rows: list[Row]) -> list[Row]:
    """The default rows that the Pemda changed or deleted, in the schema of the current search path."""
    found = []
    for row in rows:
        columns = list(row["values"])
        present = _compare(cursor, row, row, columns)
        if present is None:
            found.append({"table": row["table"], "key": row["key"], "deleted": True})
            continue
        for column, (is_ours, _same, current) in zip(columns, present, strict=True):
            if not is_ours:
                found.append({"table": row["table"], "key": row["key"], "column": column, "yours": current})
    return found
