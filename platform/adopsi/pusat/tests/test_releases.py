"""Releases on screen: who is where, and each release's history."""

from __future__ import annotations

from html import unescape

from catalog.registry import all_manifests
from provisioning.models import Release

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


def page_of(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_module_is_listed_with_its_fingerprint_and_users(central):
    page = page_of(central, "/rilis/")

    for slug in ("inti", *(manifest.slug for manifest in all_manifests())):
        release = Release.objects.get(slug=slug)
        assert f'href="/rilis/{slug}/"' in page
        assert release.fingerprint[:12] in page
        assert release.fingerprint not in page
    assert "Semua Pemda memakai rilis terbaru" in page


def test_releases_are_searched_filtered_and_exported(central):
    assert f'href="/rilis/{SLUG}/"' in page_of(central, "/rilis/", cari=SLUG)
    assert f'href="/rilis/{SLUG}/"' in page_of(central, "/rilis/", keadaan="current")
    assert "Tidak ada modul yang cocok" in page_of(central, "/rilis/", keadaan="behind")
    assert "Tidak ada modul yang cocok" in page_of(central, "/rilis/", cari="tidak ada yang begini")
    rows = central.get("/rilis/", {"cari": SLUG, "unduh": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith(f"{SLUG},")


def test_a_module_behind_leads_to_its_rollout(central_fresh, older):
    assert "Luncurkan" not in page_of(central_fresh, f"/rilis/{SLUG}/")
    older(SLUG)

    listed, page = page_of(central_fresh, "/rilis/", keadaan="behind"), page_of(central_fresh, f"/rilis/{SLUG}/")

    assert "0.9.0" in listed
    assert "tertinggal" in listed
    assert f'href="/rilis/{SLUG}/luncurkan/"' in page
    assert "0.9.0" in page


def test_the_history_shows_changelog_tables_and_segments(central):
    release = Release.objects.get(slug=SLUG)

    page = unescape(page_of(central, f"/rilis/{SLUG}/"))

    assert release.fingerprint in page
    for table in release.tables:
        assert table in page
    for app, name in release.migrations:
        assert f"{app}.{name}" in page
    assert "CREATE TABLE" not in page
    note = release.changelog[0]["notes"][0]
    assert note["id"] in page
    central.cookies["bahasa"] = "en"
    assert note["en"] in unescape(page_of(central, f"/rilis/{SLUG}/"))


def test_a_release_without_snapshot_says_why(central_fresh):
    reason = "contoh.0002 reads organisation_opd; it runs in each Pemda"
    Release.objects.using("owner").filter(slug=SLUG).update(snapshot="", notes=[reason])

    assert "Tanpa potret tabel" in page_of(central_fresh, "/rilis/", keadaan="notes")
    assert reason in page_of(central_fresh, f"/rilis/{SLUG}/")


def test_an_unknown_module_has_no_releases(central):
    assert central.get("/rilis/tak-ada/").status_code == 404
    assert central.get("/rilis/tak-ada/luncurkan/").status_code == 404
