"""The command palette: it finds what was meant, and offers nobody what they may not open."""

import pytest
from django.urls import reverse

from adopsi.console import palette
from adopsi.console.matching import score
from catalog.registry import all_manifests
from provisioning.models import Run
from tenants.organisation.core_roles import CORE_ROLES

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


def every_role():
    return [*(role.key for role in CORE_ROLES), *(key for each in all_manifests() for key in sorted(each.role_keys()))]


def offered_to(client, monkeypatch):
    """Every entry that the palette has for somebody, not only the best thirty."""
    monkeypatch.setattr(palette, "MOST_CHOICES", 10_000)
    return {
        row["url"]: row["title"]
        for query in QUERIES
        for row in client.get("/konsol/cari/daftar.json", {"q": query}).json()["choices"]
    }


@pytest.mark.parametrize("role", ["", "semua", *every_role()])
def test_an_officer_may_open_all_that_is_offered(role, in_poso, client_of, budi, rina, give, monkeypatch):
    for key in every_role() if role == "semua" else [role] if role else []:
        give(budi, key)
    client = client_of(in_poso, budi)
    offered = offered_to(client, monkeypatch)
    assert len(offered) > 4
    assert {url: answer for url in offered if (answer := outcome(client, url)) != "open"} == {}


def test_an_admin_may_open_all_that_is_offered(in_poso, client_of, budi, rina, monkeypatch):
    client = client_of(in_poso, rina)
    offered = offered_to(client, monkeypatch)
    assert len(offered) > 60
    assert {url: answer for url in offered if (answer := outcome(client, url)) != "open"} == {}


def test_nobody_but_those_who_work_here_is_offered_anything(in_poso, client_of, sari):
    assert client_of(in_poso, sari).get("/konsol/cari/daftar.json").status_code == 403
    assert client_of(in_poso).get("/konsol/cari/daftar.json").status_code == 302


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
