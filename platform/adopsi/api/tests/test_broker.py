"""Activations in the shape of the Open Service Broker: dry runs, polling, keys, undo, upgrades, conflicts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from adopsi.preferences import LANGUAGE_COOKIE
from catalog import registry
from catalog.models import Activation, SettingsChange
from catalog.registry import all_manifests, get_manifest
from provisioning.engine import drive
from provisioning.models import AnsweredRequest, Run
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.directory import pemda_of
from tenants.models import Agreement
from tenants.router import OWNER

ACTIVATIONS = "/api/v1/activations/"
SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


@pytest.fixture
def client(fresh, person, caller):
    """Karawang's IT admin with every scope, in a database where commits are real."""
    town = pemda_of("32.15")
    with inside(town):
        return caller(town, person("Rina", kind="admin_ti"))


def send(client, method, path, query="", headers=None, **body):
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    return getattr(client, method)(
        f"{ACTIVATIONS}{path}/{query}", json.dumps(body), content_type="application/json", **extra
    )


def runs():
    return Run.objects.filter(pemda_code="32.15", subject=SLUG)


def enabled(client):
    drive(send(client, "put", SLUG, enabled=True).json()["operation"])


def test_dry_runs_plan_and_write_nothing(client):
    plan = send(client, "put", SLUG, "?dry_run=true", enabled=True)
    assert plan.status_code == 200
    body = plan.json()
    assert (body["action"], body["module"], body["blockers"]) == ("enable", SLUG, [])
    assert body["tables"]
    assert all(table["is_new"] for table in body["tables"])
    assert not runs().exists()

    enabled(client)
    before = runs().count()
    parking = client.delete(f"{ACTIVATIONS}{SLUG}/?dry_run=true").json()
    assert (parking["action"], parking["park_days"]) == ("park", get_manifest(SLUG).park_days)
    assert isinstance(parking["rows_hidden"], int)
    undo = send(client, "post", f"{SLUG}/undo", "?dry_run=true").json()
    assert undo["action"] == "undo"
    upgrade = send(client, "patch", SLUG, "?dry_run=true", release=get_manifest(SLUG).version).json()
    assert [each["code"] for each in upgrade["blockers"]] == ["already_current"]
    assert runs().count() == before
    assert client.get(f"{ACTIVATIONS}{SLUG}/").json()["state"] == "active"


def test_the_operation_is_polled_in_the_brokers_states(client):
    answer = send(client, "put", SLUG, enabled=True)
    assert answer.status_code == 202
    body = answer.json()
    assert (body["operation"], body["operation_name"]) == (body["id"], "enable_module")
    poll = f"{ACTIVATIONS}{SLUG}/last_operation/"
    waiting = client.get(poll, {"operation": body["operation"]}).json()
    assert (waiting["state"], {step["state"] for step in waiting["steps"]}) == ("in progress", {"waiting"})
    drive(body["operation"])
    done = client.get(body["last_operation_url"]).json()
    assert (done["state"], {step["state"] for step in done["steps"]}) == ("succeeded", {"done"})
    assert client.get(poll).json()["operation"] == body["operation"]

    Run.objects.filter(pk=body["operation"]).update(state=Run.State.FAILED, error="Diska penuh.", error_code="x")
    failed = client.get(poll).json()
    assert (failed["state"], failed["description"], failed["error_code"]) == ("failed", "Diska penuh.", "x")


def test_operations_of_others_do_not_exist(client):
    foreign = Run.objects.filter(pemda_code="72.02").first()
    assert client.get(f"{ACTIVATIONS}{SLUG}/last_operation/", {"operation": str(foreign.pk)}).status_code == 404
    assert client.get(f"{ACTIVATIONS}{SLUG}/last_operation/").status_code == 404
    assert client.get(f"{ACTIVATIONS}{SLUG}/last_operation/", {"operation": "x"}).status_code == 400


def test_a_repeated_key_is_the_same_run_and_another_request_is_refused(client):
    headers = {"Idempotency-Key": "kunci-1"}
    first = send(client, "put", SLUG, headers=headers, enabled=True, reason="A")
    drive(first.json()["operation"])
    again = send(client, "put", SLUG, headers=headers, enabled=True, reason="A")
    assert (again.status_code, again.json()["operation"]) == (202, first.json()["operation"])
    before = runs().count()
    for method, path, body in (
        ("put", SLUG, {"enabled": True, "reason": "B"}),
        ("put", SLUG, {"enabled": False, "reason": "A"}),
        ("post", f"{SLUG}/undo", {"reason": "A"}),
        ("patch", SLUG, {"release": get_manifest(SLUG).version, "reason": "A"}),
    ):
        refused = send(client, method, path, headers=headers, **body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert runs().count() == before
    assert send(client, "put", SLUG, headers={"Idempotency-Key": "x" * 81}, enabled=True).status_code == 422


def test_a_key_stands_for_one_plan_and_one_set_of_settings(client):
    headers = {"Idempotency-Key": "kunci-2"}
    plans = [send(client, "put", SLUG, "?dry_run=true", enabled=True).json()["token"], ""]
    first = send(client, "put", SLUG, headers=headers, enabled=True, plan_token=plans[0])
    assert (
        send(client, "put", SLUG, headers=headers, enabled=True, plan_token=plans[0]).json()["id"] == first.json()["id"]
    )
    for body in ({"plan_token": plans[1]}, {"plan_token": plans[0], "settings": {}}):
        refused = send(client, "put", SLUG, headers=headers, enabled=True, **body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert runs().count() == 1


def test_a_key_of_settings_is_not_used_for_others(client):
    manifest = next(each for each in all_manifests() if each.settings_schema.get("properties") and not each.requires)
    name, default = next((name, value) for name, value in manifest.defaults().items() if type(value) is int)
    drive(send(client, "put", manifest.slug, enabled=True).json()["operation"])
    headers = {"Idempotency-Key": "kunci-3"}

    def put(value, **more):
        return send(client, "put", manifest.slug, headers=headers, enabled=True, settings={name: value}, **more)

    first = put(default + 1)
    assert (first.status_code, first.json()["settings"][name]) == (200, default + 1)
    assert put(default + 1).json()["settings"][name] == default + 1
    changes = SettingsChange.objects.filter(pemda_id="32.15").count()
    for refused in (
        put(default + 2),
        put(default + 1, reason="Lain"),
        send(client, "put", manifest.slug, headers=headers, enabled=False),
    ):
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert SettingsChange.objects.filter(pemda_id="32.15").count() == changes
    row = client.get(f"{ACTIVATIONS}{manifest.slug}/").json()
    assert (row["settings"][name], row["state"]) == (default + 1, "active")
    # What was refused takes no key.
    wrong = send(client, "put", manifest.slug, headers={"Idempotency-Key": "kunci-4"}, enabled=True, settings={"x": 1})
    assert wrong.status_code == 422
    assert not AnsweredRequest.objects.filter(idempotency_key="kunci-4").exists()


def test_the_same_run_is_told_in_the_readers_language(client):
    answer = send(client, "put", SLUG, enabled=True)
    drive(answer.json()["operation"])
    words = {}
    for language in ("id", "en"):
        client.cookies[LANGUAGE_COOKIE] = language
        run = client.get(answer.json()["url"]).json()
        words[language] = next(step["detail"] for step in run["steps"] if step["name"] == "tables")
    assert words["id"].endswith(" tabel")
    assert words["en"].endswith(" tables")


def test_a_stale_plan_is_refused_with_what_differs(client):
    token = send(client, "put", SLUG, "?dry_run=true", enabled=True).json()["token"]
    enabled(client)
    drive(client.delete(f"{ACTIVATIONS}{SLUG}/").json()["operation"])
    before = runs().count()
    stale = send(client, "put", SLUG, enabled=True, plan_token=token)
    assert stale.status_code == 409
    assert (stale.json()["error"]["code"], stale.json()["error"]["error"]) == ("plan_stale", "CONCURRENCY")
    assert "enable → resume" in stale.json()["error"]["message"]
    assert runs().count() == before
    fresh_token = send(client, "put", SLUG, "?dry_run=true", enabled=True).json()["token"]
    assert send(client, "put", SLUG, enabled=True, plan_token=fresh_token).status_code == 202


def test_delete_parks_and_undo_brings_back(client):
    enabled(client)
    parked = client.delete(f"{ACTIVATIONS}{SLUG}/?reason=Jeda")
    assert parked.status_code == 202
    drive(parked.json()["operation"])
    row = client.get(f"{ACTIVATIONS}{SLUG}/").json()
    assert row["state"] == "parked"
    assert row["purge_after"]
    assert client.delete(f"{ACTIVATIONS}{SLUG}/").status_code == 200
    undone = send(client, "post", f"{SLUG}/undo", operation=parked.json()["operation"], reason="Keliru")
    assert (undone.status_code, undone.json()["operation_name"]) == (202, "undo_run")
    drive(undone.json()["operation"])
    assert client.get(f"{ACTIVATIONS}{SLUG}/").json()["state"] == "active"
    with inside(pemda_of("32.15")):
        acts = list(Entry.objects.filter(act__endswith="_requested").order_by("pk").values_list("act", flat=True))
    assert acts == ["module.enable_requested", "module.disable_requested", "run.undo_requested"]


def test_nothing_to_undo_is_said(client):
    refused = send(client, "post", f"{SLUG}/undo")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "nothing_to_undo")
    assert not runs().exists()


def test_only_the_release_on_offer_can_be_asked_for(client):
    enabled(client)
    before = runs().count()
    refused = send(client, "patch", SLUG, release="9.9.9")
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["release"])
    current = send(client, "patch", SLUG, release=get_manifest(SLUG).version)
    assert (current.status_code, current.json()["state"]) == (200, "active")
    assert runs().count() == before
    Activation.objects.using(OWNER).filter(pemda_id="32.15", slug=SLUG).update(fingerprint="")
    asked = send(client, "patch", SLUG, release=get_manifest(SLUG).version)
    assert (asked.status_code, asked.json()["operation_name"]) == (202, "upgrade_module")


def test_conflicts_carry_the_brokers_word(client, monkeypatch):
    def error(response):
        return response.status_code, response.json()["error"].get("error"), response.json()["error"]["code"]

    never = client.delete(f"{ACTIVATIONS}{SLUG}/")
    assert error(never) == (409, "CONCURRENCY", "already_off")

    agreement = Agreement.objects.create(
        pemda_id="32.15", kind="pks", number="PKS 1", signed_on="2026-01-01", modules=["lain"]
    )
    assert error(send(client, "put", SLUG, enabled=True)) == (403, "ENTITLEMENT", "not_entitled")
    Agreement.objects.filter(pk=agreement.pk).update(modules=[], module_limit=0)
    assert error(send(client, "put", SLUG, enabled=True)) == (403, "QUOTA", "quota_reached")
    agreement.delete()
    assert not runs().exists()

    enabled(client)
    other = next(each for each in all_manifests() if each.slug != SLUG)
    from catalog.manifest import Requirement

    monkeypatch.setitem(registry._manifests, other.slug, replace(other, requires=(Requirement(SLUG),)))
    drive(send(client, "put", other.slug, enabled=True).json()["operation"])
    assert error(client.delete(f"{ACTIVATIONS}{SLUG}/")) == (409, "DEPENDENCY", "dependents_active")
    together = client.delete(f"{ACTIVATIONS}{SLUG}/?with_dependents=true")
    assert together.status_code == 202
    drive(together.json()["operation"])
    assert {row.state for row in Activation.objects.filter(pemda_id="32.15")} == {"parked"}


def test_a_run_under_way_is_a_conflict(client):
    enabled(client)
    assert client.delete(f"{ACTIVATIONS}{SLUG}/").status_code == 202
    Activation.objects.using(OWNER).filter(pemda_id="32.15", slug=SLUG).update(fingerprint="")
    refused = send(client, "patch", SLUG, release=get_manifest(SLUG).version)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "run_under_way")
    assert refused.json()["error"]["error"] == "CONCURRENCY"


@pytest.mark.parametrize(
    ("method", "path"), [("patch", SLUG), ("delete", SLUG), ("post", f"{SLUG}/undo"), ("put", SLUG)]
)
def test_changes_need_the_scope_and_an_admin(in_poso, rina, budi, caller, method, path):
    body = {"release": "1", "enabled": False}
    assert send(caller(in_poso, rina, "activations:read"), method, path, **body).status_code == 403
    assert send(caller(in_poso, budi), method, path, "?dry_run=true", **body).status_code == 403
    assert not Run.objects.filter(pemda_code=in_poso.code, subject=SLUG).exists()


def test_plans_and_operations_fit_the_document(client):
    from jsonschema import Draft202012Validator

    found = client.get("/api/v1/schema/", {"format": "json"}).json()

    def fits(answer, path, method, status):
        schema = found["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": found["components"]}).validate(answer.json())

    one = f"{ACTIVATIONS}{{slug}}/"
    fits(send(client, "put", SLUG, "?dry_run=true", enabled=True), one, "put", "200")
    fits(send(client, "put", SLUG, enabled=True), one, "put", "202")
    fits(client.get(f"{ACTIVATIONS}{SLUG}/last_operation/"), f"{one}last_operation/", "get", "200")
    fits(client.delete(f"{ACTIVATIONS}{SLUG}/"), one, "delete", "409")
