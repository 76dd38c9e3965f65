"""The team's command palette: all that it offers can be opened, and only by the team."""

import pytest

from adopsi.console import palette
from adopsi.pusat import palette as team
from provisioning.models import Run

QUERIES = ["", "poso", "72.02", "laksa", "rilis", "modul", "pengumuman", "luncurkan", "kesehatan"]


def choices(client, query):
    return client.get("/cari/daftar.json", {"q": query}).json()["choices"]


def test_every_entry_leads_to_a_page_that_opens(central, monkeypatch):
    for module in (palette, team):
        monkeypatch.setattr(module, "MOST_CHOICES", 10_000)
    offered = {row["url"]: row["title"] for query in QUERIES for row in choices(central, query)}
    assert len(offered) > 30
    answers = {url: central.get(url).status_code for url in offered}
    assert {url: answer for url, answer in answers.items() if answer != 200} == {}


def test_a_pemda_and_a_run_are_found_by_name_and_number(central):
    assert "Kabupaten Poso" in [row["title"] for row in choices(central, "poso")]
    run = Run.objects.first()
    assert f"/proses/{run.pk}/" in [row["url"] for row in choices(central, str(run.pk)[:8])]


@pytest.mark.parametrize("kind", ["warga", "petugas", "admin_ti"])
def test_others_are_offered_nothing(in_pusat, person, client_of, kind):
    client = client_of(None, person("Otto", kind=kind))
    assert {client.get(path).status_code for path in ("/cari/", "/cari/daftar.json")} == {403}


def test_what_is_typed_is_never_markup(central):
    assert "<script>alert" not in central.get("/cari/", {"q": "<script>alert(1)</script>"}).content.decode()
