"""Makes a PostgreSQL database ready for Adopsi: logins, extensions, and what every login loses.

Only a superuser can do this, once per database; it may run again at any time. The embedded run and the tests
call it; in production a database administrator runs `python -m adopsi.runtime.prepare` (docs/deploy.md).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

EXTENSIONS = ("cube", "earthdistance", "pg_trgm", "unaccent", "btree_gist")

# What lets one Pemda's login look at, or get in the way of, another's: settings that outlive a statement,
# queries hidden in text, large objects (shared by all), the notification queue, advisory locks.
CLOSED_FUNCTIONS = (
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND ("
    "proname IN ('set_config', 'ts_stat', 'pg_notify') OR proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite')"
    " OR proname LIKE '%\\_to\\_xml%' OR proname LIKE 'pg\\_%advisory%')"
)
# Catalogs that name other Pemda, their logins, tables or statements.
CLOSED_CATALOGS = (
    "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')"
    " AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data') AND ("
    "relname IN ('pg_namespace', 'pg_class', 'pg_attribute', 'pg_attrdef', 'pg_constraint', 'pg_index', 'pg_depend',"
    " 'pg_description', 'pg_default_acl', 'pg_init_privs', 'pg_policy', 'pg_policies', 'pg_rewrite', 'pg_rules',"
    " 'pg_trigger', 'pg_sequence', 'pg_sequences', 'pg_tables', 'pg_views', 'pg_matviews', 'pg_indexes',"
    " 'pg_database', 'pg_db_role_setting', 'pg_auth_members', 'pg_roles', 'pg_user', 'pg_group', 'pg_shdepend',"
    " 'pg_shdescription', 'pg_locks', 'pg_prepared_xacts', 'pg_largeobject_metadata', 'pg_inherits')"
    " OR relname LIKE 'pg\\_stat%')"
)


@dataclass(frozen=True, slots=True)
class Login:
    """A database login."""

    name: str
    password: str = field(repr=False)


def prepare_cluster(*, superuser_url: str, database: str, owner: Login, web: Login) -> None:
    """Create or renew the two logins and the database, and close what no Pemda's login may use.

    `superuser_url` names any existing database of the cluster. `owner` may create logins and schemas and is
    held by migrations and the provisioner alone; `web` starts with nothing but the right to connect.
    """
    with _connected(superuser_url) as cluster, cluster.cursor() as cursor:
        _renew_login(cursor, owner, sql.SQL("CREATEROLE"))
        _renew_login(cursor, web, sql.SQL("NOCREATEROLE"))
        _create_database(cursor, database=database, owner=owner, web=web)
    with _connected(superuser_url, database=database) as inside, _transaction(inside) as cursor:
        _create_extensions(cursor)
        _own_public_schema(cursor, owner)
        _close_catalog(cursor, owner)
        # It writes the shared tables, whose triggers tell every process of a change.
        cursor.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION pg_notify(text, text) TO {}").format(sql.Identifier(web.name))
        )


@contextlib.contextmanager
def _connected(url: str, *, database: str | None = None) -> Iterator[Connection]:
    connection = psycopg2.connect(url, dbname=database) if database else psycopg2.connect(url)
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def _transaction(connection: Connection) -> Iterator[Cursor]:
    connection.autocommit = False
    with connection, connection.cursor() as cursor:
        yield cursor


def _renew_login(cursor: Cursor, login: Login, powers: sql.Composable) -> None:
    name = sql.Identifier(login.name)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login.name])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(name))
    cursor.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS {} PASSWORD {}").format(
            name, powers, sql.Literal(login.password)
        )
    )


def _create_database(cursor: Cursor, *, database: str, owner: Login, web: Login) -> None:
    name = sql.Identifier(database)
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(owner.name)))
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"))
    cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(web.name)))
    # Equal to Django's, so that it never sets the zone on connecting (set_config is closed to it).
    cursor.execute(sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(name))


def _create_extensions(cursor: Cursor) -> None:
    cursor.execute("CREATE SCHEMA IF NOT EXISTS extensions")
    for extension in EXTENSIONS:
        cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA extensions").format(sql.Identifier(extension)))
    cursor.execute("GRANT USAGE ON SCHEMA extensions TO PUBLIC")


def _own_public_schema(cursor: Cursor, owner: Login) -> None:
    cursor.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner.name)))
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


def _close_catalog(cursor: Cursor, owner: Login) -> None:
    """Take functions and catalogs from everyone and give them to the owner, who migrates and inspects."""
    cursor.execute(CLOSED_FUNCTIONS)
    functions = [f"FUNCTION {name}" for (name,) in cursor.fetchall()]
    cursor.execute(CLOSED_CATALOGS)
    relations = [f"TABLE {name}" for (name,) in cursor.fetchall()]
    grantee = sql.Identifier(owner.name)
    for objects, right in ((functions, "EXECUTE"), (relations, "SELECT")):
        for target in map(sql.SQL, objects):
            cursor.execute(sql.SQL("REVOKE {} ON {} FROM PUBLIC").format(sql.SQL(right), target))
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(right), target, grantee))
