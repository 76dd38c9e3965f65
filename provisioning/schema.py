"""The owner's hand: schemas, logins and grants of Pemda. Every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from tenants.audit.acting import announcement
from tenants.credentials import SCHEMA_PATTERN, password_of
from tenants.router import OWNER

# What a Pemda's own login may not change: the audit trail is written once, bookkeeping is provisioning's.
APPEND_ONLY = ("audit_entry",)
# Written by triggers with the owner's rights, or by provisioning.
READ_ONLY = ("audit_rowchange", "audit_link", "audit_head", "vault_datakey")
HIDDEN = ("django_migrations", "audit_secret")
# A citizen's query must not queue behind a waiting ALTER TABLE for longer than this.
LOCK_TIMEOUT = "400ms"


@contextmanager
def owner_transaction(schema_name: str) -> Iterator[Any]:
    """One transaction of the owner that sees the Pemda's tables before the shared ones; yields a cursor."""
    checked(schema_name)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(
            f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; SET LOCAL search_path TO {schema_name}, extensions, public;"
            f" {announcement()}"
        )
        yield cursor


@contextmanager
def only_here(cursor: Any, schema_name: str) -> Iterator[None]:
    """For changes of tables: the public schema is out of sight, so that nothing missing falls through to it."""
    here, back = search_paths(schema_name)
    cursor.execute(here)
    yield
    cursor.execute(back)


def search_paths(schema_name: str) -> tuple[str, str]:
    """The statements that put the public schema out of sight and back into it."""
    here = f"SET LOCAL search_path TO {checked(schema_name)}, extensions"
    return here, f"{here}, public"


def checked(schema_name: str) -> str:
    """The name, if it can only be a Pemda's schema; raises ValueError."""
    if not SCHEMA_PATTERN.match(schema_name):
        raise ValueError(f"not a Pemda's schema: {schema_name!r}")
    return schema_name


def create_login(cursor: Any, schema_name: str) -> None:
    """Make the Pemda's login, or give an existing one its password again; the server sees only the verifier."""
    connection = connections[OWNER].connection
    verifier = encrypt_password(password_of(schema_name), checked(schema_name), connection, "scram-sha-256")
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [schema_name])
    parts = {
        "name": sql.Identifier(schema_name),
        "verb": sql.SQL("ALTER" if cursor.fetchone() else "CREATE"),
        "verifier": sql.Literal(verifier),
        "database": sql.Identifier(connections[OWNER].settings_dict["NAME"]),
    }
    cursor.execute(
        sql.SQL(
            "{verb} ROLE {name} LOGIN PASSWORD {verifier}; ALTER ROLE {name} SET search_path = {name}, extensions;"
            " GRANT CONNECT ON DATABASE {database} TO {name}"
        ).format(**parts)
    )


def create_schema(cursor: Any, schema_name: str) -> None:
    """Make the Pemda's schema, which only its login and the owner can enter."""
    name = sql.Identifier(checked(schema_name))
    cursor.execute(
        sql.SQL("CREATE SCHEMA {name}; GRANT USAGE ON SCHEMA {name} TO {name}; {rights}").format(
            name=name, rights=default_rights(schema_name)
        )
    )


def give_back_login(cursor: Any, schema_name: str) -> None:
    """Make the Pemda's login again where somebody dropped it, and let it into its schema; its tables' rights are drift."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [checked(schema_name)])
    if cursor.fetchone():
        return
    create_login(cursor, schema_name)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {name} TO {name}").format(name=sql.Identifier(schema_name)))
    cursor.execute(default_rights(schema_name))


def default_rights(schema_name: str) -> sql.Composable:
    """What lets the Pemda's login use every table made in its schema from now on.

    The right is written with the table, which costs a fifth of granting it afterwards.
    """
    return sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}"
    ).format(name=sql.Identifier(checked(schema_name)))


def tighten(cursor: Any, schema_name: str, tables: Collection[str]) -> None:
    """Take away from new tables what the default gives too much: bookkeeping is hidden, the audit trail is only added to."""
    hidden = sorted(set(HIDDEN) & set(tables))
    frozen = sorted(set(APPEND_ONLY) & set(tables))
    read = sorted(set(READ_ONLY) & set(tables))
    for rights, names in (("ALL", hidden), ("UPDATE, DELETE", frozen), ("INSERT, UPDATE, DELETE", read)):
        if names:
            cursor.execute(
                sql.SQL("REVOKE {rights} ON {tables} FROM {name}").format(
                    rights=sql.SQL(rights), tables=_named(schema_name, names), name=sql.Identifier(checked(schema_name))
                )
            )


def grant(cursor: Any, schema_name: str, tables: Collection[str], *, parked: Iterable[str] = ()) -> None:
    """Give the Pemda's login exactly its rights on these tables; those of parked modules are read-only.

    Identity columns need no right on their sequence.
    """
    locked = sorted(parked)
    read = sorted(set(READ_ONLY) & set(tables))
    writable = sorted(set(tables) - set(HIDDEN) - set(APPEND_ONLY) - set(read) - set(locked))
    frozen = sorted(set(APPEND_ONLY) & set(tables))
    statements = [
        _grant(schema_name, "SELECT, INSERT, UPDATE, DELETE", writable),
        _grant(schema_name, "SELECT, INSERT", frozen),
        _grant(schema_name, "SELECT", read),
        _revoke(schema_name, locked),
    ]
    if text := sql.SQL("; ").join([each for each in statements if each is not None]).as_string(cursor.connection):
        cursor.execute(text)
    tighten(cursor, schema_name, tables)


def grant_again(schema_name: str, table: str, rights: str) -> str:
    """The statements that leave the Pemda's login exactly these rights on the table, in the words of `grants_of`."""
    place = f'{checked(schema_name)}."{table}"'
    revoke = f"REVOKE ALL ON {place} FROM {schema_name}"
    return f"{revoke}; GRANT {rights.replace(',', ', ')} ON {place} TO {schema_name}" if rights else revoke


def _grant(schema_name: str, rights: str, tables: list[str]) -> sql.Composable | None:
    if not tables:
        return None
    return sql.SQL("GRANT {rights} ON {tables} TO {name}").format(
        rights=sql.SQL(rights), tables=_named(schema_name, tables), name=sql.Identifier(checked(schema_name))
    )


def _revoke(schema_name: str, tables: list[str]) -> sql.Composable | None:
    if not tables:
        return None
    return sql.SQL("REVOKE ALL ON {tables} FROM {name}; GRANT SELECT ON {tables} TO {name}").format(
        tables=_named(schema_name, tables), name=sql.Identifier(checked(schema_name))
    )


def _named(schema_name: str, tables: list[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(schema_name, table) for table in tables)


GRANTS = """
SELECT c.relname, string_agg(a.privilege_type, ',' ORDER BY a.privilege_type)
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p') AND r.rolname = %(schema)s
GROUP BY c.relname
"""


def grants_of(cursor: Any, schema_name: str) -> dict[str, str]:
    """What the Pemda's login may do with each table: `{table: "DELETE,INSERT,SELECT,UPDATE"}`."""
    cursor.execute(GRANTS, {"schema": checked(schema_name)})
    return dict(cursor.fetchall())


def expected_grant(table: str, *, is_parked: bool) -> str:
    """What the login should be able to do, in the words of `grants_of`."""
    if table in HIDDEN:
        return ""
    if is_parked or table in READ_ONLY:
        return "SELECT"
    return "INSERT,SELECT" if table in APPEND_ONLY else "DELETE,INSERT,SELECT,UPDATE"


def applied_migrations(cursor: Any) -> set[tuple[str, str]]:
    """What the bookkeeping of the current search path says: (app label, name)."""
    cursor.execute("SELECT app, name FROM django_migrations")
    return set(cursor.fetchall())


def drop_tables(cursor: Any, tables: Iterable[str], labels: Iterable[str]) -> None:
    """Drop the tables in one statement, so that their references to each other do not matter, and their bookkeeping.

    Without CASCADE: what others refer to is refused by PostgreSQL.
    """
    if names := sorted(tables):
        cursor.execute(sql.SQL("DROP TABLE {}").format(sql.SQL(", ").join(map(sql.Identifier, names))))
    cursor.execute("DELETE FROM django_migrations WHERE app = ANY(%s)", [list(labels)])


def count_rows(cursor: Any, tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table has, exactly."""
    names = sorted(tables)
    if not names:
        return {}
    cursor.execute(rows_query(names))
    return dict(cursor.fetchall())


def rows_query(tables: Iterable[str]) -> sql.Composable:
    """The query for the name and the number of rows of each table, of which there is one at least."""
    each = [
        sql.SQL("SELECT {}, count(*) FROM {}").format(sql.Literal(name), sql.Identifier(name))
        for name in sorted(tables)
    ]
    return sql.SQL(" UNION ALL ").join(each)
