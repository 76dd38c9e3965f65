"""Enabling with requirements, parking with dependents, taking both back; refusals change nothing."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import psycopg2
import pytest
from django.db import connections
from django.utils import timezone

from catalog import registry
from catalog.manifest import Requirement
from catalog.models import Activation
from provisioning import drift, engine
from provisioning.errors import (
    AlreadyActive,
    DependentsActive,
    IdempotencyKeyReused,
    ModuleConflict,
    NotCancellable,
    NotEntitled,
    PemdaNotOpen,
    QuotaReached,
    RequirementTooOld,
    RunUnderWay,
)
from provisioning.keys import key_of_request
from provisioning.models import Run
from provisioning.plans import plan_enable, plan_park, with_counts
from provisioning.services import (
    cancel_run,
    request_create,
    request_enable,
    request_park,
    request_undo,
    request_upgrade,
)
from tenants.context import inside
from tenants.models import Agreement, Pemda

KARAWANG = "32.15"


def states():
    return dict(Activation.objects.filter(pemda_id=KARAWANG).values_list("slug", "state"))


def enable(slug="tiruan", **options):
    return request_enable(pemda_code=KARAWANG, slug=slug, requested_by="tests", **options)


def park(slug="tiruan", **options):
    return request_park(pemda_code=KARAWANG, slug=slug, requested_by="tests", **options)


@pytest.fixture
def needy(karawang, code, monkeypatch):
    """LAKSA needs the tests' module."""
    code.at("1.0.0")
    laksa = replace(registry.get_manifest("laksa"), requires=(Requirement("tiruan", ">=1.0,<2"),))
    monkeypatch.setitem(registry._manifests, "laksa", laksa)
    return karawang


def test_what_a_module_needs_is_enabled_with_it_in_one_run(needy, do):
    plan = plan_enable(slug="laksa", pemda_code=KARAWANG)
    assert [manifest.slug for manifest in plan.manifests] == ["tiruan", "laksa"]
    assert (plan.blocker, [each.slug for each in plan.requirements]) == (None, ["tiruan"])
    run = do(enable("laksa", plan_token=plan.token))
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert states() == {"tiruan": "active", "laksa": "active"}
    assert drift.inspect_pemda(KARAWANG) == []


def test_undoing_that_run_takes_both_away(needy, do):
    run = do(enable("laksa"))
    assert do(request_undo(run=run, requested_by="tests")).state == Run.State.DONE
    assert states() == {}
    assert drift.inspect_pemda(KARAWANG) == []


def test_parking_asks_for_its_dependents_and_takes_them_along(needy, do):
    do(enable("laksa"))
    with pytest.raises(DependentsActive):
        park()
    assert states() == {"tiruan": "active", "laksa": "active"}
    plan = with_counts(plan_park(slug="tiruan", pemda_code=KARAWANG, with_dependents=True))
    assert ([each.slug for each in plan.dependents], plan.park_days) == (["laksa"], 30)
    assert plan.rows_hidden == 5 + 11
    run = do(park(with_dependents=True))
    assert (run.state, states()) == (Run.State.DONE, {"tiruan": "parked", "laksa": "parked"})
    assert drift.inspect_pemda(KARAWANG) == []


def test_parked_data_can_be_read_but_not_written_and_comes_back(karawang, code, do):
    code.at("1.0.0")
    do(enable())
    do(park())
    row = Activation.objects.get(pemda_id=KARAWANG, slug="tiruan")
    assert row.purge_after - row.parked_at == timedelta(days=30)
    with inside(karawang), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tiruan_place")
        assert cursor.fetchone() == (4,)
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("UPDATE tiruan_place SET name = 'x'")
    assert plan_enable(slug="tiruan", pemda_code=KARAWANG).action == "resume"
    do(enable())
    assert states() == {"tiruan": "active"}
    with inside(karawang), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE tiruan_place SET name = 'x' WHERE code = 'balai'")
    assert drift.inspect_pemda(KARAWANG) == []


def test_parking_and_resuming_are_undone_with_their_dates(karawang, code, do):
    code.at("1.0.0")
    do(enable())
    parked = do(park())
    row = Activation.objects.filter(pemda_id=KARAWANG, slug="tiruan").values("state", "parked_at", "purge_after")
    before = row.get()
    resumed = do(enable())
    do(request_undo(run=resumed, requested_by="tests"))
    assert row.get() == before
    assert drift.inspect_pemda(KARAWANG) == []
    do(enable())
    parked = do(park())
    do(request_undo(run=parked, requested_by="tests"))
    assert row.get() == {"state": "active", "parked_at": None, "purge_after": None}
    assert drift.inspect_pemda(KARAWANG) == []


def test_a_parked_module_comes_back_in_the_codes_release(karawang, code, do):
    code.at("1.0.0")
    do(enable())
    do(park())
    code.at("1.2.0")
    run = do(enable())
    assert Activation.objects.get(pemda_id=KARAWANG, slug="tiruan").version == "1.2.0"
    assert drift.inspect_pemda(KARAWANG) == []
    undo = do(request_undo(run=run, requested_by="tests"))
    assert (undo.state, undo.error) == (Run.State.DONE, "")
    row = Activation.objects.get(pemda_id=KARAWANG, slug="tiruan")
    assert (row.version, row.state) == ("1.0.0", "parked")
    assert drift.inspect_pemda(KARAWANG) == []


def agree(**options):
    facts = {"kind": "pks", "number": "1/PKS/2026", "signed_on": date(2026, 1, 1)} | options
    Agreement.objects.using("owner").create(pemda_id=KARAWANG, **facts)


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda: agree(modules=["laksa"]), NotEntitled),
        (lambda: agree(module_limit=0), QuotaReached),
        (lambda: Pemda.objects.using("owner").filter(pk=KARAWANG).update(state="suspended"), PemdaNotOpen),
        (lambda: park_of_someone_else(), RunUnderWay),
    ],
)
def test_what_an_agreement_or_the_pemdas_state_forbids_is_refused(karawang, code, prepare, refusal):
    code.at("1.0.0")
    prepare()
    before = Run.objects.count()
    with pytest.raises(refusal):
        enable()
    assert (Run.objects.count(), states()) == (before, {})


def park_of_someone_else():
    Run.objects.using("owner").create(operation="park_module", pemda_code=KARAWANG, subject="tiruan", requested_by="x")


def test_an_agreement_of_the_past_binds_nobody(karawang, code, do):
    code.at("1.0.0")
    agree(modules=["laksa"], valid_until=timezone.localdate() - timedelta(days=1))
    assert do(enable()).state == Run.State.DONE


def test_requirements_and_conflicts_name_the_blocker(needy, monkeypatch, do):
    do(enable("tiruan"))
    picky = replace(registry.get_manifest("laksa"), requires=(Requirement("tiruan", ">=9"),))
    monkeypatch.setitem(registry._manifests, "laksa", picky)
    with pytest.raises(RequirementTooOld) as caught:
        enable("laksa")
    assert "Tiruan" in str(caught.value.message)
    hostile = replace(picky, requires=(), conflicts=(Requirement("tiruan"),))
    monkeypatch.setitem(registry._manifests, "laksa", hostile)
    with pytest.raises(ModuleConflict):
        enable("laksa")
    with pytest.raises(AlreadyActive):
        enable("tiruan")
    assert states() == {"tiruan": "active"}


def test_the_same_idempotency_key_is_the_same_run_even_when_it_is_over(karawang, code, do):
    code.at("1.0.0")
    run = do(enable(key=key_of_request("satu", slug="tiruan")))
    assert enable(key=key_of_request("satu", slug="tiruan")) == run
    with pytest.raises(IdempotencyKeyReused):
        enable(key=key_of_request("satu", slug="laksa"))
    assert Run.objects.filter(pemda_code=KARAWANG, subject="tiruan").count() == 1


def test_a_waiting_run_can_be_cancelled_and_a_finished_one_cannot(karawang, code, do):
    code.at("1.0.0")
    run = do(cancel_run(run=enable(), requested_by="tests"))
    assert (run.state, run.error_code, states()) == (Run.State.CANCELLED, "cancelled", {})
    assert {step.state for step in run.steps.all()} == {"waiting"}
    run = do(enable())
    with pytest.raises(NotCancellable):
        cancel_run(run=run, requested_by="tests")
    assert states() == {"tiruan": "active"}


def test_a_table_in_use_is_waited_for_only_briefly_and_then_later(karawang, code, do, monkeypatch):
    monkeypatch.setattr(engine, "TRIES", 2)
    code.at("1.0.0")
    do(enable())
    code.at("1.1.0")
    run = request_upgrade(pemda_code=KARAWANG, slug="tiruan", requested_by="tests")
    with inside(karawang):
        params = connections["default"].get_connection_params()
    params.pop("cursor_factory"), params.pop("context", None)
    reader = psycopg2.connect(**params)
    reader.cursor().execute("SELECT * FROM tiruan_place")
    assert engine.drive(str(run.pk)) is False
    run.refresh_from_db()
    assert (run.state, run.committed_at) == (Run.State.QUEUED, None)
    assert drift.inspect_pemda(KARAWANG) == []
    reader.close()
    assert do(run).state == Run.State.DONE


def test_six_messages_at_once_enable_once(karawang, code):
    code.at("1.0.0")
    run = enable()

    def work():
        try:
            engine.drive(str(run.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.refresh_from_db()
    assert (run.state, run.attempts, states()) == (Run.State.DONE, 1, {"tiruan": "active"})


def test_a_new_pemda_has_its_modules_from_the_first_moment(fresh, do):
    run = do(request_create(code="32.16", modules=["laksa", "eplesiran"], requested_by="tests"))
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert Activation.objects.filter(pemda_id="32.16", state="active").count() == 2
    assert drift.inspect_pemda("32.16") == []
    assert not [row for row in drift.fleet_check() if row.pemda_code == "32.16"]
