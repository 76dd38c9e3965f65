"""Indexes on large tables: built concurrently after the run's transaction, so that nobody's writing waits."""

from __future__ import annotations

from typing import Any

from django.db import connections
from psycopg2 import sql

from provisioning.releases.capture import INDEX
from provisioning.words import Said
from provisioning.work import Work
from tenants.router import OWNER


def are_late(work: Work) -> bool:
    """Whether the transaction postponed an index."""
    return bool(work.findings.get("late_indexes"))


def build_indexes(work: Work) -> Said:
    """Build what the upgrade postponed; what a killed build left invalid is dropped and built again. Repeatable."""
    statements = work.run.findings.get("late_indexes", [])
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"SET search_path TO {work.schema_name}, extensions")
        try:
            for statement in statements:
                _build(cursor, work.schema_name, statement)
        finally:
            cursor.execute("RESET search_path")
    return str(len(statements))


def _build(cursor: Any, schema_name: str, statement: str) -> None:
    match = INDEX.match(statement)
    assert match is not None
    name = match[1]
    cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f'{schema_name}."{name}"'])
    row = cursor.fetchone()
    if row and row[0]:
        return
    if row:
        cursor.execute(sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(name)))
    cursor.execute("CREATE INDEX CONCURRENTLY" + statement[len("CREATE INDEX") :])
