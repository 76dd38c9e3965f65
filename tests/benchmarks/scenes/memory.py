"""What a PostgreSQL backend holds after the process that owns it has touched every table of every Pemda."""

from __future__ import annotations

import contextlib
import os
from typing import Any

import django
import psycopg2

from tests.benchmarks import raw
from tests.benchmarks.measuring import conclude, memory_kb


def main() -> dict[str, Any]:
    """The largest backend of Adopsi's way, against one of a single tenant and one shared by all."""
    django.setup()
    from tenants.models import Pemda

    fleet = list(Pemda.objects.order_by("code"))
    with raw.connect("SUPERUSER_DATABASE_URL").cursor() as observer:
        # The observer sees every backend, but is connected to another database.
        with raw.connect().cursor() as cursor:
            tables = {pemda.schema_name: _tables(cursor, pemda.schema_name) for pemda in fleet}
        assert all(tables.values())
        single = _single(fleet[0].schema_name, tables)
        ours = _by_login(fleet, tables, observer)
    shared = _shared(tables)
    return {
        "vs_single": round(ours["private"] / single["private"], 3),
        "largest_kb": ours,
        "single_kb": single,
        "shared_backend_kb": shared,
        "shared_vs_single": round(shared["private"] / single["private"], 1),
        "pemda": len(fleet),
    }


def _tables(cursor: Any, schema: str) -> list[str]:
    # A Pemda's login carries the name of its schema; some tables of the schema are not for it.
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations'"
        " AND has_table_privilege(schemaname, format('%%I.%%I', schemaname, tablename), 'SELECT')",
        [schema],
    )
    return [row[0] for row in cursor.fetchall()]


def _touch(cursor: Any, schema: str, tables: list[str]) -> None:
    for table in tables:
        cursor.execute(f'SELECT * FROM {schema}."{table}" LIMIT 1')


def _single(schema: str, tables: dict[str, list[str]]) -> dict[str, int]:
    """A login of its own that has only ever seen one tenant: what single-tenant software would have."""
    from tenants.credentials import password_of

    connection = psycopg2.connect(os.environ["DATABASE_URL"], user=schema, password=password_of(schema))
    connection.autocommit = True
    with connection.cursor() as cursor:
        _touch(cursor, schema, tables[schema])
    found = memory_kb(connection.info.backend_pid)
    connection.close()
    return found


def _by_login(fleet: list[Any], tables: dict[str, list[str]], observer: Any) -> dict[str, int]:
    """Through the isolating backend and its pool: visit everybody, twice; look at every backend on the way."""
    from django.db import connection

    from tenants.context import inside

    largest = {"private": 0, "rss": 0, "pss": 0}
    for number, pemda in enumerate([*fleet, *fleet], start=1):
        with inside(pemda), connection.cursor() as cursor:
            _touch(cursor, pemda.schema_name, tables[pemda.schema_name])
        if number % 20 == 0 or number == 2 * len(fleet):
            observer.execute("SELECT pid FROM pg_stat_activity WHERE usename LIKE 'pemda\\_%%'")
            for (pid,) in observer.fetchall():
                # The pool lets go of one while we look.
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    largest = max(largest, memory_kb(pid), key=lambda each: each["private"])
    return largest


def _shared(tables: dict[str, list[str]]) -> dict[str, int]:
    """What one login for everybody costs: the owner stands in for it."""
    connection = raw.connect()
    with connection.cursor() as cursor:
        for schema, names in tables.items():
            _touch(cursor, schema, names)
    found = memory_kb(connection.info.backend_pid)
    connection.close()
    return found


if __name__ == "__main__":
    conclude(main())
