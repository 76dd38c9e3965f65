"""A module whose code is ahead of its tables says so on every face; nothing of it queries, the rest goes on."""

import re
from dataclasses import replace

import pytest

from catalog import registry
from catalog.activations import active_manifests, is_active, is_in_maintenance, is_on, manifests_on
from catalog.errors import ModuleInMaintenance
from catalog.guard import module_urls, walk_routes
from catalog.registry import all_manifests
from tenants.accounts.models import Person

MOUNTS = {"portal": "/", "console": "/konsol/m/", "api": "/api/v1/"}
VALUES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def ahead(in_poso, monkeypatch):
    """The first module's code is of a release that cannot work with Poso's tables; the others go on."""
    manifest = replace(all_manifests()[0], version="99.0.0", serves="")
    monkeypatch.setitem(registry._manifests, manifest.slug, manifest)
    return manifest


def paths_of(face, slug):
    for route, _leaf in walk_routes(module_urls(face)):
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found.group(1) or "str", "x"), route)
        if "(?P" not in path and "^" not in path and path.startswith(f"{slug}/"):
            yield MOUNTS[face] + path


def test_the_module_is_on_but_not_active(ahead, in_poso):
    assert (is_on(ahead.slug, in_poso.code), is_active(ahead.slug, in_poso.code)) == (True, False)
    assert is_in_maintenance(ahead.slug, in_poso.code)
    assert ahead in manifests_on(in_poso.code)
    assert ahead.slug not in [each.slug for each in active_manifests(in_poso.code)]


@pytest.mark.parametrize("serves", [">=1.0,<100", ""])
def test_a_release_that_the_manifest_serves_is_served(in_poso, monkeypatch, client_of, serves):
    plain = all_manifests()[0]
    version = "99.0.0" if serves else plain.version.rsplit(".", 1)[0] + ".77"
    monkeypatch.setitem(registry._manifests, plain.slug, replace(plain, version=version, serves=serves))
    assert is_active(plain.slug, in_poso.code)
    assert client_of(in_poso).get(f"/{plain.slug}/").status_code in {200, 302}


@pytest.mark.parametrize("face", sorted(MOUNTS))
def test_every_route_of_it_says_503_and_when_to_come_back(face, ahead, in_poso, client_of, budi, give):
    for role in ahead.role_keys():
        give(budi, role)
    client, seen = client_of(in_poso, budi), 0
    for path in paths_of(face, ahead.slug):
        for method in METHODS:
            response = getattr(client, method)(path)
            assert (path, method, response.status_code) == (path, method, 503)
            assert int(response["Retry-After"]) > 0
            seen += 1
    assert seen


def test_the_page_is_friendly_and_in_the_readers_language(ahead, in_poso, client_of):
    client = client_of(in_poso)
    page = client.get(f"/{ahead.slug}/").content.decode()
    assert f"{ahead.title.id} sedang dimutakhirkan" in page
    assert 'href="/"' in page
    client.cookies["bahasa"] = "en"
    assert f"{ahead.title.en} is being upgraded" in client.get(f"/{ahead.slug}/").content.decode()


def test_the_api_answers_in_its_envelope(ahead, in_poso, client_of):
    for path in paths_of("api", ahead.slug):
        body = client_of(in_poso).get(path).json()
        assert set(body) == {"error"}
        assert (body["error"]["code"], body["error"]["error"]) == ("module_in_maintenance", "MAINTENANCE")
        assert ahead.title.id in body["error"]["message"]


def test_the_console_asks_for_the_log_in_and_the_role_first(ahead, in_poso, client_of, budi):
    path = next(paths_of("console", ahead.slug))
    assert client_of(in_poso).get(path).status_code == 302
    assert client_of(in_poso, budi).get(path).status_code == 403


def test_the_rest_of_the_pemda_works_and_no_hook_of_it_is_asked(ahead, in_poso, client_of, rina, monkeypatch):
    asked = []
    original = registry.hook

    def watched(manifest, name):
        asked.append((manifest.slug, name))
        return original(manifest, name)

    for place in ("adopsi.portal.home", "adopsi.portal.search", "adopsi.console.figures", "catalog.privacy.sources"):
        monkeypatch.setattr(f"{place}.hook", watched)
    client = client_of(in_poso, rina)
    for path in ("/", "/layanan/", "/cari/?q=a", "/konsol/", "/konsol/katalog/", f"/konsol/katalog/{ahead.slug}/"):
        assert client.get(path).status_code == 200, path
    assert ahead.slug not in {slug for slug, _name in asked}
    assert asked, "the other modules' hooks are asked"


def test_its_tile_stays_and_says_why(ahead, in_poso, client_of):
    assert "sedang dimutakhirkan" in client_of(in_poso).get("/").content.decode()
    assert "Sedang dimutakhirkan" in client_of(in_poso).get("/layanan/").content.decode()


def test_other_modules_go_on(ahead, in_poso, client_of):
    for manifest in all_manifests():
        if manifest.slug != ahead.slug:
            assert client_of(in_poso).get(f"/{manifest.slug}/").status_code in {200, 302}


def test_its_routes_are_not_documented(ahead, in_poso, client_of):
    found = client_of(in_poso).get("/api/v1/schema/", {"format": "json"}).json()
    assert not [path for path in found["paths"] if path.startswith(f"/api/v1/{ahead.slug}/")]


def test_it_stays_404_where_it_is_off(in_karawang, monkeypatch, client_of):
    manifest = replace(all_manifests()[0], version="99.0.0", serves="")
    monkeypatch.setitem(registry._manifests, manifest.slug, manifest)
    assert client_of(in_karawang).get(f"/{manifest.slug}/").status_code == 404


def test_nobody_is_half_exported_or_half_erased(in_poso, sari, monkeypatch):
    from adopsi.accounts.services import close_own_account, export_own_data

    manifest = next(each for each in all_manifests() if each.export_person and each.erase_person)
    monkeypatch.setitem(registry._manifests, manifest.slug, replace(manifest, version="99.0.0", serves=""))
    for act in (export_own_data, close_own_account):
        with pytest.raises(ModuleInMaintenance):
            act(person=sari)
    assert Person.objects.get(pk=sari.pk).is_active


def test_tasks_of_it_wait(in_poso, monkeypatch):
    from celery import current_app

    for task in [task for task in current_app.tasks.values() if hasattr(task, "module_slug")]:
        manifest = registry.get_manifest(task.module_slug)
        monkeypatch.setitem(registry._manifests, manifest.slug, replace(manifest, version="99.0.0", serves=""))
        assert task.run(pemda=in_poso.code) is None
