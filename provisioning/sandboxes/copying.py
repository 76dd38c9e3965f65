"""Copies a Pemda's rows into a sandbox's tables, in the order of their references, with people replaced.

All of it is INSERT … SELECT inside the owner's transaction: no row passes through our memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models
from psycopg2 import sql

from catalog.registry import get_manifest
from provisioning.sandboxes.errors import SandboxLeaks
from provisioning.sandboxes.replacing import Pools, replacement_of
from tenants.personal_data import PERSONAL_FIELDS, copied_models
from tenants.places.districts import find_district
from tenants.places.outlines import centre, contains, district_centre

COLUMNS = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = %s::regnamespace AND c.relname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
AND a.attgenerated = '' ORDER BY c.relname, a.attnum
"""
REFERENCES = """
SELECT c.relname, t.relname FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
WHERE k.contype = 'f' AND c.relnamespace = %s::regnamespace
"""
SEQUENCES = """
SELECT c.relname, a.attname, pg_get_serial_sequence(format('%%I.%%I', %s::text, c.relname), a.attname)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = %s::regnamespace AND c.relname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
AND pg_get_serial_sequence(format('%%I.%%I', %s::text, c.relname), a.attname) IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """Where rows come from and go to, and what stands in for columns beyond the declared personal fields."""

    cursor: Any
    source: str
    target: str
    pools: Pools
    special: Mapping[tuple[str, str], sql.Composable] = field(default_factory=dict)


def tables_to_copy(module_tables: Iterable[str]) -> set[str]:
    """All tables of the modules, and those of the core that a sandbox may have."""
    core = set()
    for label in copied_models():
        meta = apps.get_model(label)._meta
        core.add(meta.db_table)
        core |= {each.m2m_db_table() for each in meta.local_many_to_many}
    return core | set(module_tables)


def personal_fields(slugs: Iterable[str]) -> dict[str, list[models.Field]]:
    """The fields about people by table: those of the core and those that the modules' manifests name."""
    declared = [(each.model, each.fields) for each in PERSONAL_FIELDS]
    declared += [(each.model, each.fields) for slug in slugs for each in get_manifest(slug).personal_data]
    found: dict[str, list[models.Field]] = {}
    for label, names in declared:
        meta = apps.get_model(label)._meta
        found.setdefault(meta.db_table, []).extend(meta.get_field(name) for name in names)
    return found


def fill_pools(cursor: Any, pools: Mapping[str, list[str]]) -> dict[str, int]:
    """Put invented values into a table that ends with the transaction; gives how many there are of each kind."""
    cursor.execute(
        "CREATE TEMP TABLE adopsi_pool (kind text, i bigint, value text, PRIMARY KEY (kind, i)) ON COMMIT DROP"
    )
    for kind, values in pools.items():
        cursor.execute(
            "INSERT INTO adopsi_pool SELECT %s, i - 1, value FROM unnest(%s::text[]) WITH ORDINALITY AS v(value, i)",
            [kind, values],
        )
    cursor.execute("ANALYZE adopsi_pool")
    return {kind: len(values) for kind, values in pools.items()}


def copy_tables(copy: Copy, tables: set[str], personal: Mapping[str, list[models.Field]]) -> int:
    """Copy the tables; raises `SandboxLeaks` if a personal text came along unchanged. Gives the number of rows.

    One statement sees one moment of the source, whose citizens go on writing: a reply is never there without its report.
    """
    plans = [_plan(copy, table, columns, personal.get(table, [])) for table, columns in _columns(copy, tables)]
    inserts = sql.SQL(", ").join(
        sql.SQL("{} AS ({} RETURNING 1)").format(sql.Identifier(f"copy_{at}"), plan.statement)
        for at, plan in enumerate(plans)
    )
    counts = sql.SQL(" + ").join(
        sql.SQL("(SELECT count(*) FROM {})").format(sql.Identifier(f"copy_{at}")) for at in range(len(plans))
    )
    copy.cursor.execute(sql.SQL("WITH {} SELECT {}").format(inserts, counts))
    count: int = copy.cursor.fetchone()[0]
    for plan in plans:
        for column in plan.new_texts:
            _refuse_leak(copy, plan, column)
        _keep_inside(copy, plan.table, personal.get(plan.table, []))
    _set_sequences(copy, tables)
    return count


def _columns(copy: Copy, tables: set[str]) -> list[tuple[str, list[str]]]:
    copy.cursor.execute(COLUMNS, [copy.target, sorted(tables)])
    columns: dict[str, list[str]] = {}
    for table, column in copy.cursor.fetchall():
        columns.setdefault(table, []).append(column)
    return [(table, columns[table]) for table in _in_order(copy, tables)]


def _in_order(copy: Copy, tables: set[str]) -> list[str]:
    graph: dict[str, set[str]] = {table: set() for table in sorted(tables)}
    copy.cursor.execute(REFERENCES, [copy.target])
    for table, referenced in copy.cursor.fetchall():
        if table in graph and referenced in graph and table != referenced:
            graph[table].add(referenced)
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        # Django's references are checked at the end of the transaction.
        return list(graph)


@dataclass(frozen=True, slots=True)
class _Plan:
    table: str
    key: str
    statement: sql.Composable
    # Columns whose every value must differ from the original.
    new_texts: tuple[str, ...]


def _plan(copy: Copy, table: str, columns: list[str], fields: list[models.Field]) -> _Plan:
    expressions: dict[str, sql.Composable] = {column: sql.Identifier("s", column) for column in columns}
    new_texts = []
    for each in fields:
        if replacement := replacement_of(each, table, copy.pools):
            expressions[each.column] = replacement.expression
            new_texts += [each.column] if replacement.is_always_new else []
    expressions |= {column: made for (owner, column), made in copy.special.items() if owner == table}
    key = _key(table, columns)
    statement = sql.SQL(
        "INSERT INTO {target} ({columns}) SELECT {expressions} FROM"
        " (SELECT *, row_number() OVER (ORDER BY {key}) AS adopsi_n FROM {source}) s"
    ).format(
        target=sql.Identifier(copy.target, table),
        source=sql.Identifier(copy.source, table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        expressions=sql.SQL(", ").join(expressions[column] for column in columns),
        key=sql.Identifier(key),
    )
    return _Plan(table, key, statement, tuple(new_texts))


def _key(table: str, columns: list[str]) -> str:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table and model._meta.pk is not None:
            return model._meta.pk.column
    return columns[0]


def _refuse_leak(copy: Copy, plan: _Plan, column: str) -> None:
    copy.cursor.execute(
        sql.SQL(
            "SELECT 1 FROM {target} t JOIN {source} s USING ({key})"
            " WHERE t.{column}::text = s.{column}::text AND s.{column}::text <> '' LIMIT 1"
        ).format(
            target=sql.Identifier(copy.target, plan.table),
            source=sql.Identifier(copy.source, plan.table),
            key=sql.Identifier(plan.key),
            column=sql.Identifier(column),
        )
    )
    if copy.cursor.fetchone():
        raise SandboxLeaks(f"{plan.table}.{column}")


def _keep_inside(copy: Copy, table: str, fields: list[models.Field]) -> None:
    """Bring points that moved out of the region back to the middle of their kecamatan, or of the region."""
    names = {each.name: each for each in fields}
    if not {"latitude", "longitude"} <= set(names):
        return
    meta = names["latitude"].model._meta
    assert meta.pk is not None
    district = "district_code" if any(each.name == "district_code" for each in meta.concrete_fields) else None
    parts = {
        "target": sql.Identifier(copy.target, table),
        "key": sql.Identifier(meta.pk.column),
        "district": sql.Identifier(district) if district else sql.SQL("''"),
    }
    copy.cursor.execute(
        sql.SQL("SELECT {key}, latitude, longitude, {district} FROM {target} WHERE latitude IS NOT NULL").format(
            **parts
        )
    )
    code = copy.pools.region_code
    for key, latitude, longitude, where in copy.cursor.fetchall():
        if not contains(code, latitude, longitude):
            middle = (district_centre(where) if where and find_district(where) else None) or centre(code)
            copy.cursor.execute(
                sql.SQL("UPDATE {target} SET latitude = %s, longitude = %s WHERE {key} = %s").format(**parts),
                [*middle, key],
            )


def _set_sequences(copy: Copy, tables: set[str]) -> None:
    copy.cursor.execute(SEQUENCES, [copy.target, copy.target, sorted(tables), copy.target])
    for table, column, sequence in copy.cursor.fetchall():
        copy.cursor.execute(
            sql.SQL("SELECT setval(%s, greatest((SELECT max({}) FROM {}), 1), (SELECT count(*) FROM {}) > 0)").format(
                sql.Identifier(column), sql.Identifier(copy.target, table), sql.Identifier(copy.target, table)
            ),
            [sequence],
        )
