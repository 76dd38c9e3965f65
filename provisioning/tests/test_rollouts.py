"""A release reaches the fleet ring after ring, and stops by itself when too much fails."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from django.db import connections
from django.utils import timezone

from catalog.models import Activation
from provisioning import drift, rollouts
from provisioning.errors import (
    AheadOfCode,
    AlreadyActive,
    AlreadyCurrent,
    DateInPast,
    EmptyWindow,
    ReasonMissing,
    RolloutFinished,
    RolloutUnderWay,
)
from provisioning.models import Pin, Rollout, RolloutTarget, Run
from provisioning.rollout_engine import drive_rollout, finish_runs, next_opening
from provisioning.services import request_enable, request_park, request_undo, request_upgrade
from provisioning.tasks import sweep_rollouts
from tenants.credentials import schema_of
from tenants.models import Pemda

BOTH = ("72.02", "32.15")


@pytest.fixture
def fleet(poso, karawang, code, do):
    """Poso as the canary and Karawang among everyone, both with the module's first release."""
    code.at("1.0.0")
    for pemda_code in BOTH:
        do(request_enable(pemda_code=pemda_code, slug="tiruan", requested_by="tests"))
    Pemda.objects.using("owner").filter(pk="72.02").update(ring="canary")
    return code


def start(**options):
    return rollouts.start_rollout(slug="tiruan", requested_by="Tiara", **options)


def go(rollout):
    while drive_rollout(str(rollout.pk)):
        pass
    rollout.refresh_from_db()
    return rollout


def versions():
    return dict(Activation.objects.filter(slug="tiruan").values_list("pemda_id", "version"))


def results(rollout):
    return dict(rollout.targets.values_list("pemda_code", "state"))


@pytest.mark.parametrize("version", ["1.4.0", "1.1.0", "1.2.0", "2.0.0"])
def test_a_release_reaches_every_pemda_whatever_its_steps(fleet, version):
    fleet.at(version)
    rollout = go(start())
    assert (rollout.state, results(rollout)) == (Rollout.State.DONE, dict.fromkeys(BOTH, "done"))
    assert versions() == dict.fromkeys(BOTH, version)
    finish_runs(str(rollout.pk))
    assert (Run.objects.filter(arguments__has_key="rollout").count() == 2) == (version == "1.4.0")
    found = {code: [each.differences for each in drift.inspect_pemda(code)] for code in BOTH}
    assert found == {code: [] for code in BOTH}
    runs = Run.objects.filter(operation="upgrade_module")
    assert {(run.state, run.requested_by) for run in runs} == {("done", "Tiara")}
    assert not [row for row in drift.fleet_check() if row.slug == "tiruan"]


def test_a_plain_upgrade_of_a_rollout_can_be_undone_in_one_pemda(fleet, do):
    fleet.at("1.4.0")
    rollout = go(start())
    finish_runs(str(rollout.pk))
    run = rollout.targets.get(pemda_code="32.15").run
    assert do(request_undo(run=run, requested_by="tests")).state == Run.State.DONE
    assert versions() == {"72.02": "1.4.0", "32.15": "1.0.0"}
    assert drift.inspect_pemda("32.15") == []


def test_a_ring_is_watched_before_the_next_begins(fleet):
    fleet.at("1.4.0")
    rollout = go(start(soak_hours=24))
    assert (rollout.state, rollout.ring, versions()["32.15"]) == (Rollout.State.RUNNING, "canary", "1.0.0")
    Rollout.objects.filter(pk=rollout.pk).update(ring_done_at=timezone.now() - timedelta(hours=25))
    assert go(rollout).state == Rollout.State.DONE
    assert versions() == dict.fromkeys(BOTH, "1.4.0")


def spoil(pemda_code):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {schema_of(pemda_code)}.tiruan_place ADD COLUMN height text")


def mend(pemda_code):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {schema_of(pemda_code)}.tiruan_place DROP COLUMN height")


def test_too_many_failures_stop_everything_and_a_person_goes_on(fleet):
    fleet.at("1.4.0")
    spoil("72.02")
    rollout = go(start(error_budget=0))
    assert (rollout.state, results(rollout)) == (Rollout.State.HALTED, {"72.02": "failed", "32.15": "waiting"})
    assert rollout.halt_reason
    assert versions() == dict.fromkeys(BOTH, "1.0.0")
    mend("72.02")
    rollouts.resume_rollout(rollout=rollout)
    rollouts.retry_target(target=rollout.targets.get(pemda_code="72.02"))
    assert go(rollout).state == Rollout.State.DONE
    assert versions() == dict.fromkeys(BOTH, "1.4.0")


def test_within_the_budget_the_others_go_on(fleet):
    fleet.at("1.4.0")
    spoil("72.02")
    rollout = go(start(error_budget=1))
    assert (rollout.state, results(rollout)) == (Rollout.State.DONE, {"72.02": "failed", "32.15": "done"})
    note = rollout.targets.get(pemda_code="72.02").note
    assert "height" in note
    assert versions() == {"72.02": "1.0.0", "32.15": "1.4.0"}


def test_pins_pauses_and_windows_are_kept(fleet):
    today = timezone.localdate()
    rollouts.pin(pemda_code="72.02", slug="tiruan", reason="pilkada", until=today, by="Rina")
    hour = timezone.now() + timedelta(hours=9)
    rollouts.choose_ring(
        pemda_code="32.15",
        ring="volunteer",
        window_starts=time((hour.hour) % 24),
        window_ends=time((hour.hour + 1) % 24),
    )
    fleet.at("1.4.0")
    rollout = go(start())
    assert results(rollout) == {"72.02": "skipped", "32.15": "waiting"}
    target = rollout.targets.get(pemda_code="32.15")
    assert (target.ring, target.not_before > timezone.now()) == ("volunteer", True)
    assert "pilkada" in rollout.targets.get(pemda_code="72.02").note
    RolloutTarget.objects.filter(pk=target.pk).update(not_before=None)
    Pemda.objects.using("owner").filter(pk="32.15").update(window_starts=None, window_ends=None)
    assert go(rollout).state == Rollout.State.DONE
    assert versions() == {"72.02": "1.0.0", "32.15": "1.4.0"}


def test_a_window_opens_on_the_pemdas_own_clock(karawang):
    pemda = Pemda.objects.select_related("region").get(pk="32.15")
    pemda.window_starts, pemda.window_ends = time(22), time(2)
    jakarta = ZoneInfo("Asia/Jakarta")
    assert next_opening(pemda, datetime(2026, 11, 22, 12, tzinfo=jakarta)) == datetime(2026, 11, 22, 22, tzinfo=jakarta)
    assert next_opening(pemda, datetime(2026, 11, 22, 23, tzinfo=jakarta)) is None
    assert next_opening(pemda, datetime(2026, 11, 23, 1, 59, tzinfo=jakarta)) is None
    assert next_opening(pemda, datetime(2026, 11, 23, 2, tzinfo=jakarta)) == datetime(2026, 11, 23, 22, tzinfo=jakarta)


def test_a_busy_pemda_is_tried_again_later(fleet):
    fleet.at("1.4.0")
    rollout = start()
    params = connections["owner"].get_connection_params()
    other = psycopg2.connect(
        **{key: params[key] for key in ("dbname", "user", "password", "host", "port") if key in params}
    )
    other.cursor().execute("SELECT pg_advisory_xact_lock(hashtext('adopsi.run'), hashtext('72.02'))")
    go(rollout)
    target = rollout.targets.get(pemda_code="72.02")
    assert (target.state, target.attempts, target.not_before > timezone.now()) == ("waiting", 1, True)
    other.close()
    RolloutTarget.objects.filter(pk=target.pk).update(not_before=None)
    assert go(rollout).state == Rollout.State.DONE


def test_a_paused_rollout_does_nothing_and_a_cancelled_one_ends(fleet):
    fleet.at("1.4.0")
    rollout = rollouts.pause_rollout(rollout=start())
    assert go(rollout).state == Rollout.State.PAUSED
    assert versions() == dict.fromkeys(BOTH, "1.0.0")
    with pytest.raises(RolloutUnderWay):
        start()
    rollouts.cancel_rollout(rollout=rollout)
    with pytest.raises(RolloutFinished):
        rollouts.resume_rollout(rollout=rollout)
    assert Rollout.objects.count() == 1


def test_the_sweeper_takes_a_rollout_up_whose_message_was_lost(fleet):
    fleet.at("1.4.0")
    rollout = start()
    assert sweep_rollouts() == 0
    Rollout.objects.filter(pk=rollout.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    assert sweep_rollouts() == 1
    assert versions() == dict.fromkeys(BOTH, "1.4.0")


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (
            lambda day: rollouts.pin(pemda_code="72.02", slug="", reason="x", until=day - timedelta(1), by="R"),
            DateInPast,
        ),
        (lambda day: rollouts.pin(pemda_code="72.02", slug="", reason=" ", until=day, by="R"), ReasonMissing),
        (lambda day: rollouts.pause_upgrades(pemda_code="72.02", until=day - timedelta(1), reason="x"), DateInPast),
        (
            lambda day: rollouts.choose_ring(
                pemda_code="72.02", ring="canary", window_starts=time(2), window_ends=time(2)
            ),
            EmptyWindow,
        ),
        (
            lambda day: rollouts.choose_ring(
                pemda_code="72.02", ring="canary", window_starts=time(2), window_ends=None
            ),
            EmptyWindow,
        ),
        (lambda day: rollouts.start_rollout(slug="laksa", requested_by="x"), AlreadyCurrent),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(fresh, act, refusal):
    before = Pemda.objects.values("ring", "window_starts", "upgrades_paused_until").get(pk="72.02")
    with pytest.raises(refusal):
        act(timezone.localdate())
    assert Pemda.objects.values("ring", "window_starts", "upgrades_paused_until").get(pk="72.02") == before
    assert not Pin.objects.exists()
    assert not Rollout.objects.exists()


def test_a_rollout_whose_worker_died_after_the_upgrade_notes_it_and_goes_on(fleet, do):
    fleet.at("1.1.0")
    rollout = start(error_budget=0)
    run = do(request_upgrade(pemda_code="72.02", slug="tiruan", requested_by="Tiara"))
    assert go(rollout).state == Rollout.State.DONE
    assert results(rollout) == dict.fromkeys(BOTH, "done")
    assert rollout.targets.get(pemda_code="72.02").run == run


def test_a_module_that_was_parked_meanwhile_is_left_alone(fleet, do):
    fleet.at("1.4.0")
    rollout = start(error_budget=0)
    do(request_park(pemda_code="72.02", slug="tiruan", requested_by="Rina"))
    assert go(rollout).state == Rollout.State.DONE
    assert (results(rollout), versions()) == (
        {"72.02": "skipped", "32.15": "done"},
        {"72.02": "1.0.0", "32.15": "1.4.0"},
    )


def test_older_code_takes_nothing_back(fleet, do):
    fleet.at("1.4.0")
    finish_runs(str(go(start()).pk))
    do(request_park(pemda_code="32.15", slug="tiruan", requested_by="Rina"))
    fleet.at("1.0.0")
    assert {row.verdict for row in drift.fleet_check() if row.slug == "tiruan"} == {"ahead"}
    with pytest.raises(AlreadyCurrent):
        start()
    for ask in (request_upgrade, request_enable):
        with pytest.raises((AheadOfCode, AlreadyActive)):
            ask(pemda_code="72.02", slug="tiruan", requested_by="tests")
    with pytest.raises(AheadOfCode):
        request_enable(pemda_code="32.15", slug="tiruan", requested_by="tests")
    assert versions() == dict.fromkeys(BOTH, "1.4.0")
