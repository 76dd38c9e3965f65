"""Releases, plans, runs, rollouts and drift on the command line, for people and for scripts."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from adopsi.cli.main import main
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Drift, Pin, Release, Rollout, Run
from provisioning.services import request_upgrade
from tenants.models import Pemda

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)
VERSION = next(manifest.version for manifest in all_manifests() if manifest.slug == SLUG)
LATER = (timezone.localdate() + timedelta(days=9)).isoformat()


@pytest.fixture
def told(fresh, capsys):
    """Runs a command with `--json`: its exit status and the document."""

    def tell(*arguments):
        capsys.readouterr()
        status = main([*arguments, "--json"])
        printed = capsys.readouterr()
        if status:
            assert printed.err.startswith("adopsi: ")
            assert printed.err.count("\n") == 1
        return status, json.loads(printed.out) if printed.out else None

    return tell


@pytest.fixture
def behind(fresh):
    """Poso has release 0.9.0 of a module, one whose tables are today's."""
    release = Release.objects.using("owner").get(slug=SLUG)
    release.pk, release.version, release.fingerprint = None, "0.9.0", "0" * 64
    release.save(using="owner", force_insert=True)
    rows = Activation.objects.using("owner").filter(pemda_id="72.02", slug=SLUG)
    rows.update(version="0.9.0", fingerprint="0" * 64)


# --- releases -----------------------------------------------------------------------------------------


def test_releases_are_built_once_and_listed(told, capsys):
    status, built = told("releases", "build")
    assert (status, {each["module"] for each in built}) == (0, {"inti", *(m.slug for m in all_manifests())})
    assert not any(each["is_new"] for each in built)
    _status, listed = told("releases", "list")
    row = next(each for each in listed if each["module"] == SLUG)
    assert (row["version"], row["pemda"], row["behind"], row["versions"]) == (VERSION, 1, 0, {VERSION: 1})
    assert main(["releases", "list"]) == 0
    assert row["fingerprint"][:12] in capsys.readouterr().out


def test_a_release_is_shown_without_its_sql(told, capsys):
    _status, document = told("releases", "show", SLUG, VERSION)
    assert document["tables"]
    assert document["segments"][0]["mode"] in {"sql", "python"}
    assert "CREATE TABLE" not in json.dumps(document)
    assert [each["version"] for each in told("releases", "show", SLUG)[1]] == [VERSION]
    assert main(["releases", "show", SLUG]) == 0
    assert document["segments"][0]["migration"] in capsys.readouterr().out


# --- modules ------------------------------------------------------------------------------------------


def test_a_plan_is_read_before_anything_happens(told, capsys):
    before = Run.objects.count()
    for arguments, action in (
        (("module", "plan", SLUG, "--pemda", "32.15"), "enable"),
        (("module", "enable", SLUG, "--pemda", "32.15", "--dry-run"), "enable"),
        (("module", "plan", SLUG, "--pemda", "72.02"), "park"),
        (("module", "disable", SLUG, "--pemda", "72.02", "--dry-run"), "park"),
    ):
        status, plan = told(*arguments)
        assert (status, plan["action"], plan["blockers"]) == (0, action, [])
    assert main(["module", "plan", SLUG, "--pemda", "32.15"]) == 0
    printed = capsys.readouterr().out
    assert f"Rencana: enable {SLUG} 32.15" in printed
    assert f"+ {plan['tables'][0]['name']}" in printed
    assert Run.objects.count() == before


def test_a_plan_with_a_blocker_names_it_and_exits_with_one(told):
    status, plan = told("module", "enable", SLUG, "--pemda", "72.02", "--dry-run")

    assert status == 1
    assert [each["code"] for each in plan["blockers"]] == ["already_active"]


def test_a_module_is_enabled_undone_and_upgraded_as_json(told, behind):
    status, run = told("module", "enable", SLUG, "--pemda", "32.15", "--here", "--reason", "PKS 7")
    assert (status, run["state"], run["reason"]) == (0, "done", "PKS 7")
    assert [step["state"] for step in run["steps"]] == ["done"] * len(run["steps"])
    status, plan = told("run", "undo", run["id"], "--dry-run")
    assert (status, plan["action"]) == (0, "undo")
    status, back = told("run", "undo", run["id"], "--here")
    assert (status, back["operation"], back["state"]) == (0, "undo_run", "done")
    status, plan = told("module", "upgrade", SLUG, "--pemda", "72.02", "--dry-run")
    assert (plan["from_version"], plan["to_version"]) == ("0.9.0", VERSION)
    assert told("module", "upgrade", SLUG, "--pemda", "72.02", "--here")[0] == 0
    assert Activation.objects.get(pemda_id="72.02", slug=SLUG).version == VERSION


# --- runs ---------------------------------------------------------------------------------------------


def test_runs_are_listed_shown_cancelled_and_retried(told, capsys):
    run = request_upgrade(pemda_code="72.02", slug="inti", requested_by="tests")
    _status, listed = told("run", "list", "--pemda", "72.02", "--state", "queued")
    assert [each["id"] for each in listed] == [str(run.pk)]
    status, document = told("run", "cancel", str(run.pk))
    assert status == 0
    run.refresh_from_db()
    assert run.is_cancel_requested
    Run.objects.filter(pk=run.pk).update(state="failed", error="Diska penuh.", error_code="unexpected")
    status, document = told("run", "retry", str(run.pk), "--here")
    assert (status, document["state"]) == (0, "done")
    assert main(["run", "show", str(run.pk)]) == 0
    printed = capsys.readouterr().out
    assert "Selesai" in printed
    assert "✓" in printed


# --- rollouts -----------------------------------------------------------------------------------------


def test_a_rollout_is_planned_started_and_shown(told, behind, capsys):
    status, plan = told("rollout", "start", SLUG, "--dry-run")
    assert (status, plan["total"], plan["from_versions"]) == (0, 1, {"0.9.0": 1})
    assert not Rollout.objects.exists()

    status, rollout = told("rollout", "start", SLUG, "--reason", "Rilis baru", "--budget", "0", "--here")

    assert (status, rollout["state"], rollout["targets"]["done"]) == (0, "done", 1)
    _status, shown = told("rollout", "show", rollout["id"])
    assert [(each["pemda"], each["state"]) for each in shown["results"]] == [("72.02", "done")]
    assert [each["id"] for each in told("rollout", "list")[1]] == [rollout["id"]]
    assert main(["rollout", "show", rollout["id"]]) == 0
    assert "72.02" in capsys.readouterr().out


def test_a_rollout_is_paused_resumed_tried_again_and_cancelled(told, behind):
    key = told("rollout", "start", SLUG)[1]["id"]
    for name, state in (("pause", "paused"), ("resume", "running")):
        assert told("rollout", name, key)[1]["state"] == state
    assert told("rollout", "retry", key, "--pemda", "72.02")[0] == 0
    assert told("rollout", "cancel", key)[1]["state"] == "cancelled"
    assert told("rollout", "resume", key) == (1, None)


# --- drift --------------------------------------------------------------------------------------------


def test_drift_is_found_named_and_repaired(told, capsys):
    assert told("fleet", "drift") == (0, {"not_current": [], "repairs": []})
    with connections["owner"].cursor() as cursor:
        cursor.execute("GRANT UPDATE ON pemda_7202.audit_entry TO pemda_7202")
    assert told("fleet", "drift")[0] == 0

    status, document = told("fleet", "drift", "--live")

    assert status == 1
    (row,) = document["not_current"]
    assert (row["pemda"], row["module"], row["verdict"]) == ("72.02", "inti", "drifted")
    assert [(each["kind"], each["name"]) for each in row["differences"]] == [("grant", "audit_entry")]
    assert row["differences"][0]["repair"].startswith("REVOKE ALL ON pemda_7202.")
    assert main(["fleet", "drift"]) == 1
    assert "grant audit_entry" in capsys.readouterr().out
    status, document = told("fleet", "drift", "--repair", "--here", "--reason", "Hak akses")
    assert (status, document["not_current"]) == (0, [])
    assert [run["state"] for run in document["repairs"]] == ["done"]
    assert not Drift.objects.exists()


def test_the_fleet_is_one_document(told, behind):
    status, document = told("fleet", "status")

    assert (status, document["behind"], document["unfinished_runs"]) == (1, ["72.02"], 0)
    poso = next(each for each in document["pemda"] if each["code"] == "72.02")
    verdicts = {each["module"]: each["verdict"] for each in poso["modules"]}
    assert verdicts[SLUG] == "behind"
    assert verdicts["inti"] == "current"


# --- Pemda --------------------------------------------------------------------------------------------


def test_a_pemda_is_planned_without_being_made(told):
    status, plan = told("pemda", "create", "32.16", "--modules", SLUG, "--dry-run")

    assert (status, plan["action"], [each["slug"] for each in plan["modules"]]) == (0, "create", [SLUG])
    assert not Run.objects.filter(pemda_code="32.16").exists()


def test_a_pemdas_wishes_are_written_down(told):
    assert told("pemda", "ring", "72.02", "volunteer", "--window", "22:00-04:00")[1]["window"] == ["22:00", "04:00"]
    assert Pemda.objects.get(pk="72.02").ring == "volunteer"
    status, pin = told("pemda", "pin", "72.02", SLUG, "--until", LATER, "--reason", "Festival")
    assert (status, pin["module"], pin["until"]) == (0, SLUG, LATER)
    assert told("pemda", "unpin", "72.02", SLUG) == (0, [])
    assert told("pemda", "pause", "72.02", "--until", LATER, "--reason", "Pilkada")[1]["paused_until"] == LATER
    assert told("pemda", "pause", "72.02", "--end")[1]["paused_until"] is None
    assert {each["code"] for each in told("pemda", "list")[1]} == {"72.02", "32.15"}


NOBODY = str(uuid.UUID(int=0))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["releases", "build", "entah"], "unknown_module"),
        (["releases", "show", SLUG, "9.9.9"], "unknown_release"),
        (["releases", "show", "entah"], "unknown_module"),
        (["module", "plan", "entah", "--pemda", "72.02"], "unknown_module"),
        (["module", "plan", SLUG, "--pemda", "32.16"], "unknown_pemda"),
        (["module", "upgrade", SLUG, "--pemda", "72.02"], "already_current"),
        (["module", "upgrade", "inti", "--pemda", "72.02"], "already_current"),
        (["run", "show", NOBODY], "unknown_run"),
        (["run", "retry", NOBODY], "unknown_run"),
        (["rollout", "start", SLUG], "already_current"),
        (["rollout", "start", SLUG, "--dry-run"], "already_current"),
        (["rollout", "start", "entah"], "unknown_module"),
        (["rollout", "pause", NOBODY], "unknown_rollout"),
        (["pemda", "ring", "72.02", "canary", "--window", "malam"], "bad_window"),
        (["pemda", "ring", "72.02", "canary", "--window", "22:00-22:00"], "empty_window"),
        (["pemda", "ring", "32.16", "canary"], "unknown_pemda"),
        (["pemda", "pin", "72.02", "entah", "--until", LATER, "--reason", "x"], "unknown_module"),
        (["pemda", "pin", "72.02", SLUG, "--until", "2020-01-01", "--reason", "x"], "date_in_past"),
        (["pemda", "pause", "72.02", "--until", LATER], "reason_missing"),
        (["pemda", "create", "99.99", "--dry-run"], "unknown_region"),
        (["pemda", "create", "32.16", "--modules", "entah", "--dry-run"], "unknown_module"),
    ],
)
def test_a_refusal_is_one_line_with_its_code_and_changes_nothing(fresh, capsys, arguments, code):
    before = (Run.objects.count(), Rollout.objects.count(), Pin.objects.count(), Release.objects.count())

    assert main(arguments) == 1

    told = capsys.readouterr().err
    assert f"[{code}]" in told
    assert told.startswith("adopsi: ")
    assert told.count("\n") == 1
    assert before == (Run.objects.count(), Rollout.objects.count(), Pin.objects.count(), Release.objects.count())
    assert Pemda.objects.get(pk="72.02").ring == "everyone"
