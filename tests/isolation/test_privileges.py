"""Every login against every relation and function: who may do what, all of it."""

import pytest
from django.conf import settings
from django.db import connections

from provisioning import schema
from provisioning.public_schema import WEB_OWNS, WEB_WRITES
from provisioning.schema import APPEND_ONLY, HIDDEN

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")


def ask(query, parameters=()):
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


@pytest.fixture
def pemda_schemas(shared_database, poso, karawang):
    return [poso.schema_name, karawang.schema_name]


def web():
    return settings.DATABASES["public"]["USER"]


def owner():
    return settings.DATABASES["owner"]["USER"]


MATRIX = """
SELECT r.rolname, n.nspname, c.relname, p.privilege
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN pg_roles r CROSS JOIN unnest(%s::text[]) AS p(privilege)
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (n.nspname LIKE 'pemda\\_%%' OR n.nspname = 'public')
  AND NOT r.rolsuper AND r.rolname NOT LIKE 'pg\\_%%' AND r.rolname <> %s AND r.rolcanlogin
  AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_table_privilege(r.oid, c.oid, p.privilege)
"""


def test_no_login_but_its_own_reaches_a_pemdas_relations(pemda_schemas):
    reached = {(role, space) for role, space, _table, _right in ask(MATRIX, [list(RIGHTS), owner()])}
    assert {pair for pair in reached if pair[1] in pemda_schemas} == {(name, name) for name in pemda_schemas}


def test_a_pemdas_login_reaches_no_shared_relation(pemda_schemas):
    reached = {(role, space) for role, space, _table, _right in ask(MATRIX, [list(RIGHTS), owner()])}
    assert not {role for role, space in reached if space == "public"} - {web()}


def test_a_pemdas_login_only_works_with_rows(pemda_schemas):
    """No right to truncate, refer to, put triggers on or maintain a table; append-only ones are that."""
    found: dict[str, set[str]] = {}
    for role, space, table, right in ask(MATRIX, [list(RIGHTS), owner()]):
        if role == space:
            found.setdefault(table, set()).add(right)
    assert not {right for rights in found.values() for right in rights} - {"SELECT", "INSERT", "UPDATE", "DELETE"}
    for table in set(APPEND_ONLY) & set(found):
        assert not found[table] & {"UPDATE", "DELETE"}, table
    assert not set(HIDDEN) & set(found)


def test_the_webs_login_writes_what_is_listed_and_nothing_else(pemda_schemas):
    wrong = []
    for role, space, table, right in ask(MATRIX, [["INSERT", "UPDATE", "DELETE", "TRUNCATE"], owner()]):
        if role == web() and space == "public" and not table.startswith(WEB_OWNS):
            if right not in WEB_WRITES.get(table, ""):
                wrong.append((table, right))
    assert wrong == []


CLOSED = (
    "set_config",
    "query_to_xml",
    "table_to_xml",
    "schema_to_xml",
    "database_to_xml",
    "cursor_to_xml",
    "ts_stat",
    "lo_create",
    "lo_get",
    "lo_put",
    "lo_unlink",
    "lo_open",
    "pg_notify",
    "pg_advisory_lock",
    "pg_try_advisory_lock",
    "pg_advisory_xact_lock",
)


@pytest.mark.parametrize("function", CLOSED)
def test_functions_that_reach_out_are_closed_to_pemda(function, pemda_schemas):
    rows = ask(
        "SELECT p.oid::regprocedure::text, r.rolname FROM pg_proc p CROSS JOIN pg_roles r WHERE p.proname = %s"
        " AND r.rolname = ANY(%s) AND has_function_privilege(r.oid, p.oid, 'EXECUTE')",
        [function, pemda_schemas],
    )
    assert ask("SELECT count(*) FROM pg_proc WHERE proname = %s", [function]) != [(0,)]
    assert rows == []


def test_logins_of_pemda_have_no_power(pemda_schemas):
    powers = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    assert set(ask(f"SELECT {powers} FROM pg_roles WHERE rolname = ANY(%s)", [pemda_schemas])) == {(False,) * 5}
    members = "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member WHERE m.rolname = ANY(%s)"
    assert ask(members, [[*pemda_schemas, web()]]) == []
    assert ask("SELECT r FROM unnest(%s::text[]) r WHERE has_schema_privilege(r, r, 'CREATE')", [pemda_schemas]) == []


def test_a_right_too_many_is_found(fresh, poso, karawang):
    """That these tests bite: with one grant too many the matrix shows it."""
    with schema.owner_transaction(poso.schema_name) as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA {poso.schema_name} TO {karawang.schema_name}")
        cursor.execute(f"GRANT SELECT ON {poso.schema_name}.accounts_person TO {karawang.schema_name}")
    reached = {(role, space) for role, space, _table, _right in ask(MATRIX, [list(RIGHTS), owner()])}
    assert (karawang.schema_name, poso.schema_name) in reached
