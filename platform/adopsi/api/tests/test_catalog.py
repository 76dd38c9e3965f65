"""The catalog over the API: state in this Pemda, filters, cursor paging."""

from __future__ import annotations

from catalog.registry import all_manifests

CATALOG = "/api/v1/catalog/"


def slugs(response):
    return [row["slug"] for row in response.json()["results"]]


def test_lists_every_module_with_its_state_here(in_poso, rina, caller):
    response = caller(in_poso, rina).get(CATALOG)

    assert response.status_code == 200
    assert slugs(response) == sorted(manifest.slug for manifest in all_manifests())
    assert {row["state"] for row in response.json()["results"]} == {"active"}


def test_is_off_where_it_was_never_enabled(in_karawang, rina, caller):
    rows = caller(in_karawang, rina).get(CATALOG).json()["results"]

    assert {row["state"] for row in rows} == {"off"}
    assert {row["active_version"] for row in rows} == {""}


def test_filters_by_dimension_kind_state_and_words(in_poso, rina, caller):
    client = caller(in_poso, rina)
    for manifest in all_manifests():
        assert manifest.slug in slugs(client.get(CATALOG, {"dimension": manifest.dimension.value}))
        assert manifest.slug in slugs(client.get(CATALOG, {"kind": manifest.kind.value}))
        assert manifest.slug in slugs(client.get(CATALOG, {"q": manifest.slug.upper()}))
    assert slugs(client.get(CATALOG, {"state": "off"})) == []
    assert slugs(client.get(CATALOG, {"q": "tidak ada yang begini"})) == []


def test_pages_by_cursor_there_and_back(in_poso, rina, caller):
    client, seen, url, pages = caller(in_poso, rina), [], f"{CATALOG}?page_size=1", []
    while url:
        body = client.get(url).json()
        seen += [row["slug"] for row in body["results"]]
        pages.append(body)
        url = body["next"]

    assert seen == sorted(manifest.slug for manifest in all_manifests())
    assert pages[0]["previous"] is None
    back = client.get(pages[-1]["previous"]).json()
    assert back["results"] == pages[-2]["results"]
    assert client.get(back["next"]).json()["results"] == pages[-1]["results"]


def test_refuses_a_broken_cursor(in_poso, rina, caller):
    client = caller(in_poso, rina)

    for cursor in ("!!!", "eHh4", "\u00e9"):
        response = client.get(CATALOG, {"cursor": cursor})
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"


def test_tells_all_of_one_module(in_poso, rina, caller):
    manifest = all_manifests()[0]

    body = caller(in_poso, rina).get(f"{CATALOG}{manifest.slug}/").json()

    assert body["title"] == manifest.title.id
    assert body["scopes"] == {scope: text.id for scope, text in manifest.api_scopes.items()}
    assert [role["key"] for role in body["roles"]] == [role.key for role in manifest.roles]
    assert [data["fields_kept"] for data in body["personal_data"]] == [list(d.fields) for d in manifest.personal_data]
    assert body["settings_schema"]["type"] == "object"


def test_speaks_english_when_asked(in_poso, rina, caller):
    manifest, client = all_manifests()[0], caller(in_poso, rina)
    client.cookies["bahasa"] = "en"

    assert client.get(f"{CATALOG}{manifest.slug}/").json()["summary"] == manifest.summary.en
