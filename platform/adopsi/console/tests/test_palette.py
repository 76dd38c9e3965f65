"""The command palette: it finds what was meant, and offers nobody what they may not open."""

import pytest
from django.urls import reverse

from adopsi.console.matching import score
from catalog.registry import all_manifests
from provisioning.models import Run

URLCONF = "adopsi.urls_pemda"
QUERIES = ["", "a", "n", "modul", "undang", "pengaturan", "rina", "dinas", "poso", "data pribadi", "berita", "bantuan"]


def titles(client, query):
    return [row["title"] for row in client.get("/konsol/cari/daftar.json", {"q": query}).json()["choices"]]


def outcome(client, url):
    answer = client.get(url, follow=True)
    is_at_log_in = bool(answer.redirect_chain) and answer.redirect_chain[-1][0].startswith("/akun/masuk/")
    return "open" if answer.status_code == 200 and not is_at_log_in else str(answer.status_code)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("katalog", "Katalog"),
        ("ktlog", "Katalog"),
        ("katlaog", "Katalog"),
        ("und pet", "Undang petugas"),
        ("akt laksa", "Aktifkan modul LAKSA"),
        ("péran", "Orang & peran"),
    ],
)
def test_a_slip_or_a_beginning_is_enough(query, text):
    assert score(query, text) > 0


@pytest.mark.parametrize(("query", "text"), [("zebra", "Katalog"), ("", "Katalog"), ("katalog zebra", "Katalog")])
def test_what_is_meant_by_nothing_does_not_fit(query, text):
    assert score(query, text) == 0


def test_the_whole_word_stands_before_the_part():
    assert score("opd", "OPD") > score("opd", "Tambah OPD") > score("opd", "Katalog", "opd") > 0


def test_admin_finds_pages_people_units_runs_and_acts(in_poso, client_of, rina, budi):
    client = client_of(in_poso, rina)
    assert titles(client, "katalog")[0] == "Katalog"
    assert "Budi" in titles(client, "budi")
    assert "Dinas Kesehatan" in titles(client, "dinkes")
    assert titles(client, "undang petugas")[0] == "Undang petugas"
    assert "Pengaturan LAKSA" in titles(client, "pengaturan laksa")
    run = Run.objects.filter(pemda_code=in_poso.code).first()
    found = client.get("/konsol/cari/daftar.json", {"q": str(run.pk)[:8]}).json()["choices"]
    assert reverse("console:run", args=[run.pk], urlconf=URLCONF) in [row["url"] for row in found]


def test_a_run_of_another_pemda_is_not_found(in_poso, client_of, rina):
    foreign = Run.objects.exclude(pemda_code=in_poso.code).first()
    found = client_of(in_poso, rina).get("/konsol/cari/daftar.json", {"q": str(foreign.pk)}).json()["choices"]
    assert [row for row in found if str(foreign.pk) in row["url"]] == []


def test_officer_finds_neither_people_nor_acts_of_the_admin(in_poso, client_of, budi, rina):
    client = client_of(in_poso, budi)
    assert "Rina" not in titles(client, "rina")
    assert [title for title in titles(client, "modul") if "Aktifkan" in title] == []


@pytest.mark.parametrize("who", ["petugas", "petugas dengan peran", "redaksi", "pdp", "admin TI"])
def test_whoever_is_offered_a_page_may_open_it(who, in_poso, client_of, budi, rina, give):
    person = rina if who == "admin TI" else budi
    if who == "petugas dengan peran":
        for manifest in all_manifests():
            for role in manifest.roles:
                give(budi, role.key)
    if who in {"redaksi", "pdp"}:
        give(budi, f"inti.{who}")
    client = client_of(in_poso, person)
    offered = {
        row["url"]: row["title"]
        for query in QUERIES
        for row in client.get("/konsol/cari/daftar.json", {"q": query}).json()["choices"]
    }
    assert len(offered) > 4
    assert {url: answer for url in offered if (answer := outcome(client, url)) != "open"} == {}


def test_it_is_a_page_without_a_script(in_poso, client_of, rina):
    page = client_of(in_poso, rina).get("/konsol/cari/", {"q": "undang"}).content.decode()
    assert 'href="/konsol/orang/undang/"' in page
    assert 'href="/konsol/cari/"' in client_of(in_poso, rina).get("/konsol/").content.decode()


def test_what_is_typed_is_never_markup(in_poso, client_of, rina):
    page = client_of(in_poso, rina).get("/konsol/cari/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_a_module_whose_search_fails_takes_nothing_else_away(in_poso, client_of, rina, monkeypatch):
    def broken(manifest, name):
        raise RuntimeError(name)

    monkeypatch.setattr("adopsi.console.palette.hook", lambda manifest, name: broken)
    assert titles(client_of(in_poso, rina), "katalog")[0] == "Katalog"


def test_letters_of_the_menu_are_told_apart(in_poso, client_of, rina):
    page = client_of(in_poso, rina).get("/konsol/")
    keys = [item["key"] for group in page.context["console_menu"] for item in group["items"] if item["key"]]
    assert len(keys) == len(set(keys)) > 12
