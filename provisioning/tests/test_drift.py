"""What differs from a release is found and named, and mended where no data is at stake."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog.models import Activation
from provisioning import drift
from provisioning.errors import NothingToRepair
from provisioning.models import Drift, Run
from provisioning.services import request_enable, request_park, request_repair
from tenants.context import inside

CHANGES = ("REVOKE", "GRANT", "CREATE", "DROP", "ALTER")


@pytest.fixture
def town(karawang, code, do):
    code.at("2.0.0")
    run = do(request_enable(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    assert (run.state, run.error) == (Run.State.DONE, "")
    return karawang


def tamper(town, statement):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SET search_path TO {town.schema_name}, extensions")
        cursor.execute(statement.format(login=town.schema_name))
        cursor.execute("RESET search_path")


def found():
    return {(each["kind"], each["name"]) for row in drift.inspect_pemda("32.15") for each in row.differences}


@pytest.mark.parametrize(
    ("statement", "difference", "is_mended"),
    [
        ("DROP INDEX tiruan_note_at", ("index", "tiruan_note.tiruan_note_at"), True),
        ("CREATE INDEX extra ON tiruan_note (text)", ("index", "tiruan_note.extra"), True),
        ("REVOKE UPDATE ON tiruan_place FROM {login}", ("grant", "tiruan_place"), True),
        ("GRANT UPDATE ON audit_entry TO {login}", ("grant", "audit_entry"), True),
        ("GRANT SELECT ON django_migrations TO {login}", ("grant", "django_migrations"), True),
        ("ALTER TABLE tiruan_place DROP COLUMN height", ("column", "tiruan_place.height"), True),
        ("DROP TRIGGER tiruan_trim ON tiruan_note", ("trigger", "tiruan_note.tiruan_trim"), True),
        (
            "ALTER TABLE tiruan_place DROP CONSTRAINT tiruan_place_code_key",
            ("constraint", "tiruan_place.tiruan_place_code_key"),
            True,
        ),
        ("ALTER TABLE tiruan_place ADD COLUMN mine text", ("column", "tiruan_place.mine"), False),
        ("ALTER TABLE tiruan_place ALTER name TYPE text", ("column", "tiruan_place.name"), False),
        ("CREATE TABLE tiruan_stray (a int)", ("table", "tiruan_stray"), False),
        ("DROP TABLE tiruan_tag", ("table", "tiruan_tag"), False),
    ],
)
def test_what_differs_is_named_and_mended_only_where_no_data_is_at_stake(town, do, statement, difference, is_mended):
    assert found() == set()
    tamper(town, statement)
    assert difference in found()
    assert [(row.pemda_code, row.verdict) for row in drift.fleet_check()] == [("32.15", "drifted")]
    known = Drift.objects.get()
    shown = {each.statement for each in drift.plan_repair(known.differences, code="32.15") if each.statement}
    with CaptureQueriesContext(connections["owner"]) as captured:
        run = do(request_repair(pemda_code="32.15", slug=known.slug, requested_by="tests"))
    # What the plan shows is what is run, to the letter, and no other change of tables or rights is.
    assert {query["sql"] for query in captured if query["sql"].startswith(CHANGES)} == (shown if is_mended else set())
    if is_mended:
        assert (run.state, run.error) == (Run.State.DONE, "")
        assert found() == set()
        assert drift.fleet_check() == []
    else:
        assert (run.state, run.error_code) == (Run.State.FAILED, "needs_a_person")
        assert difference in found()


def test_parked_tables_that_can_be_written_are_drift(town, do):
    do(request_park(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    assert found() == set()
    tamper(town, "GRANT INSERT ON tiruan_place TO {login}")
    assert found() == {("grant", "tiruan_place")}
    do(request_repair(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    assert found() == set()
    with inside(town), connections["default"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("INSERT INTO tiruan_place (code, name, facts) VALUES ('x', 'x', '{}')")


def test_an_unknown_fingerprint_is_seen_by_the_one_query(town):
    Activation.objects.using("owner").filter(slug="tiruan").update(fingerprint="0" * 64)
    assert [(row.slug, row.verdict) for row in drift.fleet_check()] == [("tiruan", "unknown")]


def test_nothing_is_repaired_where_nothing_differs(town):
    before = Run.objects.count()
    with pytest.raises(NothingToRepair):
        request_repair(pemda_code="32.15", slug="tiruan", requested_by="tests")
    assert Run.objects.count() == before


def test_what_the_pemda_made_of_its_defaults_is_no_drift(town):
    with inside(town), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE tiruan_place SET name = 'Balai Desa' WHERE code = 'balai'")
    assert found() == set()
    edited = drift.edited_defaults("32.15", "tiruan")
    assert [(row["key"], row["column"], row["yours"]) for row in edited] == [({"code": "balai"}, "name", "Balai Desa")]
