"""The shelf and its filters."""

from catalog.manifest import Dimension
from catalog.registry import all_manifests


def titles(response):
    return {row.manifest.slug for row in response.context["page"]}


def test_shelf_shows_everything_on_offer(in_karawang, client_of, rina):
    response = client_of(in_karawang, rina).get("/konsol/katalog/")
    assert titles(response) == {manifest.slug for manifest in all_manifests()}


def test_search_and_filters_narrow_it(in_poso, client_of, rina, manifest):
    client = client_of(in_poso, rina)
    for query in (
        {"cari": manifest.title.en},
        {"cari": manifest.title.id.upper()},
        {"dimensi": manifest.dimension.value},
        {"opd": manifest.owner_opd},
        {"jenis": manifest.kind.value},
        {"keadaan": "aktif"},
    ):
        assert manifest.slug in titles(client.get("/konsol/katalog/", query)), query
    other = next(each for each in Dimension if each not in {m.dimension for m in all_manifests()})
    assert titles(client.get("/konsol/katalog/", {"dimensi": other.value})) == set()
    assert titles(client.get("/konsol/katalog/", {"keadaan": "tersedia"})) == set()
    assert titles(client.get("/konsol/katalog/", {"cari": "tidak-ada-yang-begini"})) == set()


def test_module_page_tells_what_it_is(in_poso, client_of, rina, manifest):
    page = client_of(in_poso, rina).get(f"/konsol/katalog/{manifest.slug}/").content.decode()
    assert str(manifest.changelog[0].notes[0]) in page
    assert "Kabupaten Poso" in page
    for role in manifest.roles:
        assert str(role.title) in page


def test_unknown_module_is_404(in_poso, client_of, rina):
    for tail in ("", "aktifkan/", "nonaktifkan/", "pengaturan/"):
        assert client_of(in_poso, rina).get(f"/konsol/katalog/tidak-ada/{tail}").status_code == 404
