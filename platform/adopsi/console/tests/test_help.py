"""Help inside the product."""

import pytest
from django.urls import reverse

from adopsi.console.help_shelf import CORE_PAGES
from catalog.registry import all_manifests


@pytest.mark.parametrize("page", [page.slug for page in CORE_PAGES])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_core_page_opens_in_both_languages(page, language, in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    client.cookies["bahasa"] = language
    assert client.get(f"/konsol/bantuan/inti/{page}/").status_code == 200


def test_every_page_of_every_module_opens(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    index = client.get("/konsol/bantuan/").content.decode()
    for manifest in all_manifests():
        for page in manifest.help_pages:
            if page.audience != "warga":
                address = f"/konsol/bantuan/{manifest.slug}/{page.slug}/"
                assert address in index
                assert client.get(address).status_code == 200


def test_help_of_a_module_that_is_off_does_not_exist(in_karawang, client_of, rina):
    for manifest in all_manifests():
        for page in manifest.help_pages:
            assert client_of(in_karawang, rina).get(f"/konsol/bantuan/{manifest.slug}/{page.slug}/").status_code == 404


def test_officers_see_only_their_pages(in_poso, client_of, budi):
    client = client_of(in_poso, budi)
    assert client.get("/konsol/bantuan/inti/petugas/").status_code == 200
    assert client.get("/konsol/bantuan/inti/modul/").status_code == 404
    assert client.get("/konsol/bantuan/inti/berita/").status_code == 404


def test_search_finds_pages_by_title(in_poso, client_of, rina):
    response = client_of(in_poso, rina).get("/konsol/bantuan/", {"cari": "domain merek"})
    assert [page.slug for group in response.context["groups"] for page in group.pages][0] == "merek-domain"


def test_the_text_of_a_page_is_searched_too(in_poso, client_of, rina):
    page = client_of(in_poso, rina).get("/konsol/bantuan/?cari=kata+sandi").content.decode()
    assert "… " in page
    assert "/konsol/bantuan/inti/" in page


def test_each_page_leads_to_the_help_about_it(in_poso, client_of, rina, give, manifest):
    client = client_of(in_poso, rina)
    assert "/konsol/bantuan/inti/orang/" in client.get("/konsol/orang/").content.decode()
    assert "/konsol/bantuan/inti/merek-domain/" in client.get("/konsol/merek/").content.decode()
    give(rina, manifest.menu[0].roles[0])
    queue = reverse(f"{manifest.slug}-console:{manifest.menu[0].url_name}", urlconf="adopsi.urls_pemda")
    assert f"/konsol/bantuan/{manifest.slug}/" in client.get(queue).content.decode()


def test_the_drawer_gets_the_text_alone(in_poso, client_of, rina):
    part = client_of(in_poso, rina).get("/konsol/bantuan/inti/orang/?laci=1").content.decode()
    assert "<html" not in part
    assert "Orang, peran, dan OPD" in part
