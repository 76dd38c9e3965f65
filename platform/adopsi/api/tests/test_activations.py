"""Activations over the API: reading, enabling and disabling by a run, settings."""

from __future__ import annotations

import json

from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import inside

ACTIVATIONS = "/api/v1/activations/"
SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


def put(client, slug, **wish):
    return client.put(f"{ACTIVATIONS}{slug}/", json.dumps(wish), content_type="application/json")


def test_lists_by_slug_with_cursor_and_filter(in_poso, rina, caller):
    client, seen, url = caller(in_poso, rina), [], f"{ACTIVATIONS}?page_size=1"
    while url:
        body = client.get(url).json()
        seen += [row["slug"] for row in body["results"]]
        url = body["next"]

    assert seen == sorted(manifest.slug for manifest in all_manifests())
    assert client.get(ACTIVATIONS, {"state": "parked"}).json()["results"] == []


def test_shows_settings_over_the_defaults(in_poso, rina, caller):
    manifest = next(m for m in all_manifests() if m.slug == SLUG)

    body = caller(in_poso, rina).get(f"{ACTIVATIONS}{SLUG}/").json()

    assert body["settings"] == manifest.defaults()
    assert (body["state"], body["version"]) == ("active", manifest.version)


def test_enables_and_disables_by_a_run(fresh, karawang, person, caller):
    with inside(karawang):
        rina = person("Rina", kind="admin_ti")
        client = caller(karawang, rina)

    answer = put(client, SLUG, enabled=True, reason="Mulai melayani")

    assert answer.status_code == 202
    run = answer.json()
    assert (run["state"], run["module"], run["requested_by"]) == ("queued", SLUG, "Rina")
    assert answer["Location"] == run["url"]
    # The same wish again is the same run.
    assert put(client, SLUG, enabled=True).json()["id"] == run["id"]
    assert drive(run["id"])
    done = client.get(run["url"]).json()
    assert done["state"] == "done", done["error"]
    assert {step["state"] for step in done["steps"]} == {"done"}
    assert client.get(f"{ACTIVATIONS}{SLUG}/").json()["state"] == "active"
    already = put(client, SLUG, enabled=True)
    assert (already.status_code, already.json()["state"]) == (200, "active")

    off = put(client, SLUG, enabled=False, reason="Jeda")
    assert off.status_code == 202
    assert drive(off.json()["id"])
    assert client.get(f"{ACTIVATIONS}{SLUG}/").json()["state"] == "parked"
    with inside(karawang):
        acts = Entry.objects.filter(act__startswith="module.", act__endswith="_requested").order_by("at")
        acts = acts.values_list("act", "actor_name")
        assert list(acts)[0] == ("module.enable_requested", "Rina")
        assert list(acts)[-1] == ("module.disable_requested", "Rina")


def test_refuses_to_disable_what_was_never_on(in_karawang, rina, caller):
    response = put(caller(in_karawang, rina), SLUG, enabled=False)

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "already_off"
    assert not Run.objects.filter(pemda_code=in_karawang.code, subject=SLUG).exists()


def test_refuses_settings_with_a_switch(in_karawang, rina, caller):
    response = put(caller(in_karawang, rina), SLUG, enabled=True, settings={})

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "settings_need_active_module"
    assert not Run.objects.filter(pemda_code=in_karawang.code, subject=SLUG).exists()


def test_changes_settings_of_an_active_module(in_poso, rina, caller):
    manifest = next(m for m in all_manifests() if m.defaults())
    defaults = manifest.defaults()

    response = put(caller(in_poso, rina), manifest.slug, enabled=True, settings=defaults)

    assert response.status_code == 200
    assert response.json()["settings"] == defaults
    assert Entry.objects.filter(act="module.settings_changed", actor_name="Rina").count() == 1


def test_refuses_unknown_settings_and_changes_nothing(in_poso, rina, caller):
    before = Activation.objects.get(pemda_id=in_poso.code, slug=SLUG).settings

    response = put(caller(in_poso, rina), SLUG, enabled=True, settings={"bukan_pengaturan": 1})

    assert response.status_code == 422
    assert list(response.json()["error"]["fields"]) == ["bukan_pengaturan"]
    assert Activation.objects.get(pemda_id=in_poso.code, slug=SLUG).settings == before


def test_hides_the_runs_of_another_pemda(in_poso, rina, caller):
    foreign = Run.objects.filter(pemda_code="32.15").first()
    own = Run.objects.filter(pemda_code=in_poso.code).first()
    client = caller(in_poso, rina)

    assert client.get(f"/api/v1/runs/{own.pk}/").status_code == 200
    assert client.get(f"/api/v1/runs/{foreign.pk}/").status_code == 404
