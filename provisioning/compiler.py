"""Turns the migrations of apps into SQL that can be replayed in any Pemda's schema.

The migrations run once for real in a schema of their own that is rolled back, while every statement that changes
something is written down. Data migrations are captured with their result. Replaying costs a fiftieth of migrating
(docs/decisions/0003).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tenants.router import OWNER

BUILD_SCHEMA = "adopsi_build"
# Statements that leave no trace in a schema.
TRACELESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "SHOW")


@dataclass(frozen=True, slots=True)
class CompiledTables:
    """Replayable, schema-relative SQL."""

    labels: tuple[str, ...]
    sql: str
    tables: tuple[str, ...]


class _Rollback(Exception):
    """Ends the build."""


def base_labels() -> tuple[str, ...]:
    """The apps whose tables every Pemda has."""
    return tuple(sorted(settings.PER_PEMDA_LABELS))


@functools.cache
def compile_base() -> CompiledTables:
    """The tables that every Pemda has. Cached for the life of the process: code does not change under it."""
    return _compile(base_labels(), before=())


@functools.cache
def compile_module(slug: str) -> CompiledTables:
    """The tables of one module."""
    return _compile((slug,), before=(compile_base(),))


def _compile(labels: tuple[str, ...], *, before: Iterable[CompiledTables]) -> CompiledTables:
    statements: list[str] = []
    tables: tuple[str, ...] = ()
    try:
        with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {BUILD_SCHEMA}")
            cursor.execute(f"SET LOCAL search_path TO {BUILD_SCHEMA}, extensions")
            for compiled in before:
                cursor.execute(compiled.sql)
            known = _tables_of(cursor, BUILD_SCHEMA)
            with connections[OWNER].execute_wrapper(_capture(statements)):
                migrate_here(labels)
            tables = tuple(sorted(_tables_of(cursor, BUILD_SCHEMA) - known))
            raise _Rollback
    except _Rollback:
        pass
    return CompiledTables(labels, ";\n".join(statements), tables)


def migrate_here(labels: Iterable[str]) -> None:
    """Bring the apps' tables in the owner's current search path to their newest migration, Django's own way."""
    executor = MigrationExecutor(connections[OWNER])
    targets = [node for label in labels for node in executor.loader.graph.leaf_nodes(label)]
    executor.migrate(targets)


def newest_migrations(labels: Iterable[str]) -> set[tuple[str, str]]:
    """The last migration of each app in this code base, as (app label, name)."""
    loader = MigrationLoader(None)
    return {node for label in labels for node in loader.graph.leaf_nodes(label)}


def _tables_of(cursor: Any, schema: str) -> set[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
    return {row[0] for row in cursor.fetchall()}


def _capture(statements: list[str]) -> Callable[..., Any]:
    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        text = str(sql).strip().rstrip(";")
        if text and not text.upper().startswith(TRACELESS):
            for values in params if many else [params]:
                cursor = context["cursor"].cursor
                statements.append(cursor.mogrify(text, values).decode() if values else text)
        return result

    return wrapper
