"""A Pemda from the outside: its history in one line, its health as bare counts, and nobody's data."""

import pytest

from tenants.accounts.models import Person
from tenants.announcements.services import Wording, send_announcement, write_announcement
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of
from tenants.models import Agreement
from tenants.support.models import SupportAccess

POSO = "72.02"


@pytest.fixture
def eventful(central_fresh):
    """Poso with an agreement, a question for support and an announcement beside its runs."""
    Agreement.objects.create(pemda_id=POSO, kind="pks", number="119/7/2026", signed_on="2026-11-01", modules=["laksa"])
    SupportAccess.objects.create(pemda_code=POSO, reason="Tiket 17", hours=24, asked_by="Tiara", asked_by_id=1)
    with at_pusat():
        tiara = Person.objects.get(name="Tiara")
        texts = {"title_id": "Kabar", "title_en": "News", "body_id": "Isi", "body_en": "Text"}
        draft = write_announcement(wording=Wording(**texts, severity="info", audience="all"), actor=tiara)
        send_announcement(draft=draft, codes=[POSO], actor=tiara)
    return central_fresh


def test_one_line_holds_everything_newest_first(eventful):
    events = list(eventful.get(f"/armada/{POSO}/riwayat/").context["page"])
    assert {"run", "agreement", "support", "announcement"} <= {event.kind for event in events}
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)


@pytest.mark.parametrize("kind", ["run", "agreement", "support", "announcement"])
def test_it_is_filtered_by_kind(kind, eventful):
    events = list(eventful.get(f"/armada/{POSO}/riwayat/?jenis={kind}").context["page"])
    assert {event.kind for event in events} == {kind}


def test_it_is_filtered_by_day_and_exported(eventful):
    page = eventful.get(f"/armada/{POSO}/riwayat/?sampai=2020-01-01")
    assert "Tidak ada yang cocok" in page.content.decode()
    export = eventful.get(f"/armada/{POSO}/riwayat/?unduh=csv").content.decode("utf-8-sig")
    assert "119/7/2026" in export
    assert "Tiket 17" in export


def test_health_counts_and_names_nobody(central_fresh, person):
    with inside(pemda_of(POSO)):
        person("Zainudin", kind="petugas")
        person("Rosmala")
    page = central_fresh.get(f"/armada/{POSO}/kesehatan/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Yang tidak terlihat dari sini" in text
    assert "Zainudin" not in text
    assert "Rosmala" not in text
    assert "/konsol/" not in text


def test_palette_finds_pemda_modules_and_runs(central):
    def titles(query):
        found = central.get("/cari/daftar.json", {"q": query}).json()["choices"]
        return [row["title"] for row in found]

    assert titles("matriks")[0] == "Matriks"
    assert "Kabupaten Poso" in titles("poso")
    assert "Kabupaten Poso" in titles("72.02")
    assert "Tulis pengumuman" in titles("tulis")
    assert central.get("/cari/", {"q": "poso"}).status_code == 200


def test_palette_is_the_teams_alone(client_of, in_pusat):
    assert client_of(None).get("/cari/daftar.json").status_code == 302
