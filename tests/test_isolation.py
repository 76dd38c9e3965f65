"""The database keeps Pemda apart: a Pemda's login, even with injected SQL, reaches its own schema only."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connections
from django.db.utils import DatabaseError, OperationalError

from tenants.accounts.models import Person
from tenants.context import at_pusat, inside

CANARY = "canary-karawang"
# What an attacker would try on a Pemda's own connection, psycopg2 allowing several statements at once.
INJECTIONS = [
    "SELECT name FROM pemda_3215.accounts_person",
    "SELECT 1; SELECT name FROM pemda_3215.accounts_person",
    "SET ROLE pemda_3215; SELECT name FROM pemda_3215.accounts_person",
    "RESET ROLE; SELECT name FROM pemda_3215.accounts_person",
    "SET ROLE adopsi_owner; SELECT name FROM pemda_3215.accounts_person",
    "SET SESSION AUTHORIZATION pemda_3215; SELECT name FROM pemda_3215.accounts_person",
    "SET search_path TO pemda_3215; SELECT name FROM accounts_person",
    "SELECT query_to_xml('SELECT name FROM pemda_3215.accounts_person', true, false, '')",
    "SELECT word FROM ts_stat('SELECT to_tsvector(name) FROM pemda_3215.accounts_person')",
    "SELECT set_config('role', 'pemda_3215', false) UNION SELECT name FROM pemda_3215.accounts_person",
    "DO $$ BEGIN PERFORM 1 FROM pemda_3215.accounts_person; END $$",
    "GRANT pemda_3215 TO pemda_7202",
    "SELECT subdomain FROM public.tenants_pemda",
    "CREATE TABLE public.mine (id int)",
    "CREATE TABLE mine (id int)",
    "SELECT pg_read_file('/etc/hostname')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT last_value FROM pemda_3215.accounts_person_id_seq",
    "DELETE FROM audit_entry",
    "UPDATE audit_entry SET actor_name = 'nobody'",
]


@pytest.fixture
def neighbour_with_canary(fresh, karawang, person):
    with inside(karawang):
        person(CANARY)


@pytest.mark.parametrize("statement", INJECTIONS)
def test_injected_sql_meets_only_its_own_pemda(statement, poso, karawang):
    with inside(poso):
        try:
            with connections["default"].cursor() as cursor, pytest.raises((ProgrammingError, OperationalError)):
                cursor.execute(statement)
        finally:
            connections["default"].close()


def test_a_neighbours_people_are_not_here(neighbour_with_canary, poso):
    with inside(poso):
        assert not Person.objects.filter(name=CANARY).exists()


def test_the_webs_own_login_reads_no_pemda(neighbour_with_canary, karawang):
    with at_pusat():
        assert not Person.objects.filter(name=CANARY).exists()
        with connections["default"].cursor() as cursor, pytest.raises(ProgrammingError):
            cursor.execute(f"SELECT name FROM {karawang.schema_name}.accounts_person")


def test_every_table_of_a_pemda_is_closed_to_every_other_login(shared_database, poso, karawang):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT r.rolname, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " CROSS JOIN pg_roles r WHERE n.nspname LIKE 'pemda\\_%%' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')"
            " AND r.rolname <> n.nspname AND NOT r.rolsuper AND r.rolname NOT LIKE 'pg\\_%%'"
            " AND r.rolname <> %s AND has_table_privilege(r.oid, c.oid, 'SELECT')"
            " AND has_schema_privilege(r.oid, n.oid, 'USAGE')",
            [settings.DATABASES["owner"]["USER"]],
        )
        assert cursor.fetchall() == []


def test_a_login_with_a_wrong_password_is_refused(poso, monkeypatch):
    monkeypatch.setattr(connections["default"], "_password_of", lambda role: "guessed")
    from tenants.backend.base import POOL

    POOL.clear()
    connections["default"].close()
    with pytest.raises(DatabaseError), inside(poso):
        Person.objects.count()
    connections["default"].close()


def test_the_audit_trail_can_be_written_and_not_changed(in_poso, sari):
    from tenants.audit.models import Entry
    from tenants.audit.services import record

    entry = record(act="test", subject=sari)
    with pytest.raises(ProgrammingError), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor_name = 'x' WHERE id = %s", [entry.pk])
    assert Entry._meta.db_table == "audit_entry"
