"""Runs: all or nothing, once at a time, finished by whoever comes next."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from catalog.models import Activation
from provisioning import steps_pemda
from provisioning.engine import drive
from provisioning.errors import (
    InvalidSubdomain,
    NotAutonomous,
    NotRetryable,
    PemdaExists,
    SubdomainTaken,
    UnknownPemda,
)
from provisioning.models import Run, RunStep
from provisioning.services import request_create, request_enable, retry_run
from provisioning.tasks import sweep_runs
from tenants.accounts.models import Person
from tenants.context import inside
from tenants.directory import pemda_of
from tenants.errors import DomainError
from tenants.models import Domain, Pemda
from tenants.organisation.models import Opd
from tenants.places.regions import UnknownRegion

ADMIN = {"name": "Rina", "email": "rina@bekasi.example"}


def create_bekasi(**options):
    return request_create(code="32.16", requested_by="tests", admin=ADMIN, **options)


def schemas():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pemda\\_%%'")
        return {row[0] for row in cursor.fetchall()}


def test_a_created_pemda_is_open_with_units_and_an_invited_admin(fresh):
    run = create_bekasi()
    drive(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.DONE, "")
    facts = pemda_of("32.16")
    assert (facts.display_name, facts.primary_host, facts.state) == ("Kabupaten Bekasi", "bekasi.localhost", "active")
    with inside(facts):
        assert Opd.objects.filter(code="diskominfo").exists()
        admin = Person.objects.get(kind=Person.Kind.ADMIN)
        assert (admin.email, admin.has_usable_password()) == ("rina@bekasi.example", False)
        assert admin.notifications.count() == 1
    assert {step.state for step in run.steps.all()} == {RunStep.State.DONE}


@pytest.mark.parametrize("step", ["register", "make_schema", "make_tables", "make_admin", "open_doors"])
def test_a_failure_at_any_step_leaves_nothing_behind_and_a_retry_completes(fresh, monkeypatch, step):
    from provisioning.registry import OPERATIONS

    before = schemas()
    run = create_bekasi()
    operation = OPERATIONS["create_pemda"]
    broken = [each for each in operation.in_transaction if each.act is getattr(steps_pemda, step)][0]

    def fail(work):
        broken.act(work)
        raise RuntimeError("power cut")

    steps = tuple(
        type(each)(each.name, each.title, fail) if each is broken else each for each in operation.in_transaction
    )
    monkeypatch.setitem(
        OPERATIONS, "create_pemda", type(operation)(operation.name, operation.title, steps, operation.after)
    )
    drive(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error_code) == (Run.State.FAILED, "unexpected")
    assert schemas() == before
    assert not Pemda.objects.filter(pk="32.16").exists()
    assert not Domain.objects.filter(domain="bekasi.localhost").exists()

    monkeypatch.setitem(OPERATIONS, "create_pemda", operation)
    retry_run(run=run, requested_by="tests")
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert pemda_of("32.16").state == "active"


def test_driving_a_finished_run_again_changes_nothing(fresh):
    run = create_bekasi()
    drive(str(run.pk))
    with inside(pemda_of("32.16")):
        before = list(Person.objects.values_list("pk", flat=True))
    for _turn in range(5):
        drive(str(run.pk))
    with inside(pemda_of("32.16")):
        assert list(Person.objects.values_list("pk", flat=True)) == before


def test_a_worker_that_died_after_the_commit_is_followed_up(fresh):
    run = create_bekasi()
    drive(str(run.pk))
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, finished_at=None)
    run.steps.filter(name="demonstration").update(state=RunStep.State.RUNNING)
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    with inside(pemda_of("32.16")):
        assert Person.objects.get(email="rina@bekasi.example").notifications.count() == 1


def test_the_sweeper_finishes_a_run_whose_message_was_lost(fresh):
    run = create_bekasi()
    Run.objects.filter(pk=run.pk).update(created_at=timezone.now() - timezone.timedelta(minutes=1))
    assert sweep_runs() == 1
    run.refresh_from_db()
    assert run.state == Run.State.DONE


def test_the_sweeper_leaves_a_run_alone_that_just_began(fresh):
    create_bekasi()
    assert sweep_runs() == 0


def test_asking_twice_gives_the_same_run(fresh):
    assert create_bekasi().pk == create_bekasi().pk
    assert Run.objects.filter(pemda_code="32.16").count() == 1


def test_six_workers_on_one_run_do_it_once(fresh):
    run = create_bekasi()

    def work():
        try:
            drive(str(run.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drive(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.attempts) == (Run.State.DONE, 1)


@pytest.mark.parametrize(
    ("request_it", "refusal"),
    [
        (lambda: request_create(code="99.99", requested_by="t"), UnknownRegion),
        (lambda: request_create(code="bukan kode", requested_by="t"), UnknownRegion),
        (lambda: request_create(code="72.02", requested_by="t"), PemdaExists),
        (lambda: request_create(code="31.71", requested_by="t"), NotAutonomous),
        (lambda: request_create(code="32.16", subdomain="poso", requested_by="t"), SubdomainTaken),
        (lambda: request_create(code="32.16", subdomain="pusat", requested_by="t"), SubdomainTaken),
        (lambda: request_create(code="32.16", subdomain="Bekasi_Keren!", requested_by="t"), InvalidSubdomain),
        (lambda: request_create(code="32.16", modules=["tidak-ada"], requested_by="t"), DomainError),
        (lambda: request_enable(pemda_code="32.16", slug="laksa", requested_by="t"), UnknownPemda),
        (lambda: request_enable(pemda_code="32.15", slug="tidak-ada", requested_by="t"), DomainError),
    ],
)
def test_what_cannot_work_is_refused_at_once_and_writes_nothing(in_pusat, request_it, refusal):
    before = Run.objects.count()
    with pytest.raises(refusal) as caught:
        request_it()
    assert str(caught.value.message)
    assert Run.objects.count() == before


def test_only_a_failed_run_can_be_retried(in_pusat):
    run = create_bekasi()
    with pytest.raises(NotRetryable):
        retry_run(run=run, requested_by="tests")
    run.refresh_from_db()
    assert run.state == Run.State.QUEUED


def test_no_activation_without_a_run(in_pusat):
    assert set(Activation.objects.values_list("pemda_id", flat=True)) <= {"72.02"}


@pytest.mark.parametrize("admins", [0, 2])
def test_an_enabled_module_stands_once_in_the_audit_trail(fresh, poso, karawang, person, admins):
    from catalog.registry import all_manifests
    from tenants.audit.models import Entry

    with inside(karawang):
        for number in range(admins):
            person(f"Rina{number}", kind="admin_ti")
    slug = all_manifests()[0].slug
    run = request_enable(pemda_code=karawang.code, slug=slug, requested_by="tests")
    drive(str(run.pk))
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    run.steps.filter(name="announce").update(state=RunStep.State.RUNNING)
    drive(str(run.pk))
    with inside(karawang):
        assert Entry.objects.filter(act="module.enabled").count() == 1
