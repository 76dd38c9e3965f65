"""Upgrades keep what the Pemda made its own, and can be taken back exactly."""

import contextlib
import os

import psycopg2
import pytest
from django.db import connections
from django.utils import timezone

from catalog.models import Activation
from provisioning import drift
from provisioning.errors import AlreadyCurrent, NotTheLast, NotUndoable, PlanStale, UndoWindowPassed, UndoWouldLose
from provisioning.models import Run
from provisioning.plans import plan_undo, plan_upgrade, with_counts
from provisioning.releases import applying
from provisioning.services import request_enable, request_undo, request_upgrade
from tenants.context import inside


@pytest.fixture
def town(karawang, code, do):
    """Karawang with the first release of the module."""
    code.at("1.0.0")
    run = do(request_enable(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    assert (run.state, run.error) == (Run.State.DONE, "")
    return karawang


def look(town, query):
    """Rows of the Pemda, read by its own login."""
    with inside(town), connections["default"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def change(town, statement):
    """What a person of the Pemda does, as its own login."""
    with inside(town), connections["default"].cursor() as cursor:
        cursor.execute(statement)


def superuser_here(statement):
    """What only a superuser may do, in the test's own database."""
    address = os.environ["SUPERUSER_DATABASE_URL"]
    with contextlib.closing(psycopg2.connect(address, dbname=connections["owner"].settings_dict["NAME"])) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


NAMES = "SELECT code, name FROM tiruan_place ORDER BY code"
EVERYTHING = (
    "SELECT to_jsonb(p)::text FROM tiruan_place p ORDER BY id",
    "SELECT to_jsonb(n)::text FROM tiruan_note n ORDER BY id",
)


def whole(town):
    """All rows of the module, the live catalog, and the activation without its clock."""
    row = Activation.objects.filter(pemda_id=town.code, slug="tiruan").values("version", "fingerprint", "state").get()
    return [look(town, query) for query in EVERYTHING], drift.inspect_pemda(town.code), row


def upgrade(do):
    return do(request_upgrade(pemda_code="32.15", slug="tiruan", requested_by="tests"))


def test_what_the_pemda_changed_stays_and_the_rest_follows_the_release(town, code, do):
    change(town, "UPDATE tiruan_place SET name = 'Balai Desa' WHERE code = 'balai'")
    change(town, "DELETE FROM tiruan_place WHERE code = 'pasar'")
    code.at("1.1.0")
    run = upgrade(do)
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert dict(look(town, NAMES)) == {
        "alun": "Alun-alun 100%",
        "balai": "Balai Desa",
        "museum": "Museum",
        "taman": "Taman Kota",
    }
    assert look(town, "SELECT facts->>'lantai', height FROM tiruan_place WHERE code = 'balai'") == [("3", None)]
    kept = Activation.objects.get(pemda_id="32.15", slug="tiruan").kept
    assert {(row["key"]["code"], row.get("yours"), row.get("ours"), row.get("deleted", False)) for row in kept} == {
        ("balai", "Balai Desa", "Balai Kota", False),
        ("pasar", None, None, True),
    }
    assert drift.inspect_pemda("32.15") == []


def test_an_upgrade_says_first_what_it_will_change(town, code):
    code.at("1.1.0")
    plan = with_counts(plan_upgrade(slug="tiruan", pemda_code="32.15"))
    assert (plan.action, plan.from_version, plan.to_version, plan.blocker) == ("upgrade", "1.0.0", "1.1.0", None)
    assert [(table.name, table.columns_added, table.rows) for table in plan.tables] == [
        ("tiruan_place", ("height",), 4)
    ]
    assert look(town, "SELECT count(*) FROM tiruan_place") == [(4,)]


@pytest.mark.parametrize("version", ["1.1.0", "1.2.0", "1.3.0", "2.0.0"])
def test_an_undone_upgrade_leaves_everything_as_it_was(town, code, do, version):
    change(town, "UPDATE tiruan_note SET mood = 'riang' WHERE text = 'selamat'")
    change(town, "UPDATE tiruan_place SET name = 'Balai Desa' WHERE code = 'balai'")
    before = whole(town)
    code.at(version)
    run = upgrade(do)
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert whole(town) != before
    undo = do(request_undo(run=run, requested_by="tests"))
    assert (undo.state, undo.error) == (Run.State.DONE, "")
    assert whole(town) == before
    assert not look(town, "SELECT 1 FROM information_schema.tables WHERE table_name LIKE '\\_undo%'")


def test_people_may_write_after_a_plain_upgrade_and_keep_it_when_undone(town, code, do):
    code.at("1.1.0")
    run = upgrade(do)
    change(town, "INSERT INTO tiruan_place (code, name, facts, height) VALUES ('baru', 'Baru', '{}', 7)")
    assert do(request_undo(run=run, requested_by="tests")).state == Run.State.DONE
    assert dict(look(town, NAMES))["baru"] == "Baru"


@pytest.mark.parametrize(
    ("version", "statement"),
    [
        ("1.2.0", "UPDATE tiruan_place SET name = 'Lain' WHERE code = 'taman'"),
        ("2.0.0", "INSERT INTO tiruan_tag (word, note_id) SELECT 'x', id FROM tiruan_note"),
    ],
)
def test_an_undo_that_would_lose_peoples_data_is_refused(town, code, do, version, statement):
    code.at(version)
    run = upgrade(do)
    change(town, statement)
    before = whole(town)
    undo = do(request_undo(run=run, requested_by="tests"))
    assert (undo.state, undo.error_code) == (Run.State.FAILED, UndoWouldLose.code)
    assert whole(town) == before


def test_only_the_last_run_can_be_undone_only_once_and_only_in_time(town, code, do):
    code.at("1.1.0")
    first = upgrade(do)
    code.at("1.2.0")
    second = upgrade(do)
    with pytest.raises(NotTheLast):
        request_undo(run=first, requested_by="tests")
    Run.objects.filter(pk=second.pk).update(undo_until=timezone.now() - timezone.timedelta(minutes=1))
    second.refresh_from_db()
    with pytest.raises(UndoWindowPassed):
        request_undo(run=second, requested_by="tests")
    Run.objects.filter(pk=second.pk).update(undo_until=timezone.now() + timezone.timedelta(minutes=1))
    second.refresh_from_db()
    do(request_undo(run=second, requested_by="tests"))
    with pytest.raises(NotUndoable):
        request_undo(run=second, requested_by="tests")
    assert Activation.objects.get(pemda_id="32.15", slug="tiruan").version == "1.1.0"


def test_a_large_tables_index_is_built_after_the_commit_and_an_invalid_one_again(town, code, do, monkeypatch):
    monkeypatch.setattr(applying, "LARGE_ROWS", 2)
    change(town, "INSERT INTO tiruan_note (text, at, place_id) SELECT 'x', now(), min(id) FROM tiruan_place")
    change(town, "INSERT INTO tiruan_note (text, at, place_id) SELECT 'y', now(), min(id) FROM tiruan_place")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ANALYZE {town.schema_name}.tiruan_note")
    code.at("1.3.0")
    run = upgrade(do)
    assert len(run.findings["late_indexes"]) == 1
    assert drift.inspect_pemda("32.15") == []
    # A build that was killed leaves an index that nobody may use.
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP INDEX {town.schema_name}.tiruan_note_at")
    superuser_here(f"CREATE INDEX tiruan_note_at ON {town.schema_name}.tiruan_note (at)")
    superuser_here(
        f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{town.schema_name}.tiruan_note_at'::regclass"
    )
    run.steps.filter(name="indexes").update(state="running")
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    assert [row.slug for row in drift.inspect_pemda("32.15")] == ["tiruan"]
    do(run)
    assert drift.inspect_pemda("32.15") == []


def test_there_is_nothing_to_upgrade_when_current(town):
    with pytest.raises(AlreadyCurrent):
        request_upgrade(pemda_code="32.15", slug="tiruan", requested_by="tests")


def test_a_plan_that_went_stale_is_refused_with_the_difference(town, code):
    code.at("1.1.0")
    token = plan_upgrade(slug="tiruan", pemda_code="32.15").token
    code.at("1.2.0")
    before = Run.objects.count()
    with pytest.raises(PlanStale) as caught:
        request_upgrade(pemda_code="32.15", slug="tiruan", requested_by="tests", plan_token=token)
    assert "tiruan 1.1.0 → tiruan 1.2.0" in str(caught.value.message)
    assert Run.objects.count() == before


def test_undoing_the_enabling_counts_what_would_go(town, do):
    run = Run.objects.get(subject="tiruan", operation="enable_module")
    plan = with_counts(plan_undo(run=run))
    assert (plan.blocker, plan.rows_deleted) == (None, 5)
    undo = do(request_undo(run=run, requested_by="tests"))
    assert (undo.state, undo.error) == (Run.State.DONE, "")
    assert not Activation.objects.filter(pemda_id="32.15", slug="tiruan").exists()
    assert drift.inspect_pemda("32.15") == []


def test_a_module_that_people_used_is_not_undone(town, do):
    change(town, "INSERT INTO tiruan_note (text, at, place_id) SELECT 'x', now(), min(id) FROM tiruan_place")
    run = Run.objects.get(subject="tiruan", operation="enable_module")
    undo = do(request_undo(run=run, requested_by="tests"))
    assert (undo.state, undo.error_code) == (Run.State.FAILED, UndoWouldLose.code)
    assert look(town, "SELECT count(*) FROM tiruan_note") == [(2,)]
