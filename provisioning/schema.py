"""The owner's hand: schemas, logins and grants of Pemda. Every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from tenants.credentials import SCHEMA_PATTERN, password_of
from tenants.router import OWNER

# What a Pemda's own login may not change: the audit trail is written once, bookkeeping is provisioning's.
APPEND_ONLY = ("audit_entry",)
HIDDEN = ("django_migrations",)


@contextmanager
def owner_transaction(schema_name: str) -> Iterator[Any]:
    """One transaction of the owner that sees the Pemda's tables before the shared ones; yields a cursor."""
    _checked(schema_name)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(f"SET LOCAL search_path TO {schema_name}, extensions, public")
        yield cursor


@contextmanager
def only_here(cursor: Any, schema_name: str) -> Iterator[None]:
    """For changes of tables: the public schema is out of sight, so that nothing missing falls through to it."""
    _checked(schema_name)
    cursor.execute(f"SET LOCAL search_path TO {schema_name}, extensions")
    yield
    cursor.execute(f"SET LOCAL search_path TO {schema_name}, extensions, public")


def _checked(schema_name: str) -> str:
    if not SCHEMA_PATTERN.match(schema_name):
        raise ValueError(f"not a Pemda's schema: {schema_name!r}")
    return schema_name


def create_login(cursor: Any, schema_name: str) -> None:
    """Make the Pemda's login, or give an existing one its password again; the server sees only the verifier."""
    name = sql.Identifier(_checked(schema_name))
    connection = connections[OWNER].connection
    verifier = encrypt_password(password_of(schema_name), schema_name, connection, "scram-sha-256")
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [schema_name])
    verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
    cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(verifier)))
    cursor.execute(sql.SQL("ALTER ROLE {} SET search_path = {}, extensions").format(name, name))
    database = sql.Identifier(connections[OWNER].settings_dict["NAME"])
    cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name))


def create_schema(cursor: Any, schema_name: str) -> None:
    """Make the Pemda's schema, which only its login and the owner can enter."""
    name = sql.Identifier(_checked(schema_name))
    cursor.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, name))


def grant_tables(cursor: Any, schema_name: str, *, parked: Iterable[str] = ()) -> None:
    """Give the Pemda's login exactly its rights on its tables; tables of `parked` modules are read-only."""
    name = sql.Identifier(_checked(schema_name))

    def run(text: str, **parts: Any) -> None:
        cursor.execute(sql.SQL(text).format(name=name, **parts))

    run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {name}")
    run("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {name}")
    for table in APPEND_ONLY:
        run("REVOKE UPDATE, DELETE, TRUNCATE ON {name}.{table} FROM {name}", table=sql.Identifier(table))
    for table in HIDDEN:
        run("REVOKE ALL ON {name}.{table} FROM {name}", table=sql.Identifier(table))
    for table in module_tables(cursor, schema_name, parked):
        run("REVOKE INSERT, UPDATE, DELETE ON {name}.{table} FROM {name}", table=sql.Identifier(table))


def module_tables(cursor: Any, schema_name: str, slugs: Iterable[str]) -> list[str]:
    """The tables of the modules that exist in the Pemda's schema."""
    patterns = [f"{slug}\\_%" for slug in slugs]
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE ANY(%s) ORDER BY 1",
        [schema_name, patterns],
    )
    return [row[0] for row in cursor.fetchall()]


def applied_apps(cursor: Any) -> set[str]:
    """The app labels that have tables in the schema of the current search path."""
    cursor.execute("SELECT DISTINCT app FROM django_migrations")
    return {row[0] for row in cursor.fetchall()}
