"""What the wall tells, to whom, and when it says nothing new."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache

from adopsi.liveroom import panels
from tenants.organisation.core_roles import LEADER

ROOM, DATA = "/konsol/live/", "/konsol/live/data/"


@pytest.fixture(autouse=True)
def _forget(in_poso):
    cache.clear()


@pytest.fixture
def leader(person, give):
    made = person("Lena", kind="petugas")
    give(made, LEADER)
    return made


@pytest.fixture
def file_report(sari):
    import uuid

    from catalog.modules.laksa.models import Category, Report

    def make(**changes):
        fields = {
            "number": f"LK-7202-2026-{uuid.uuid4().hex[:6]}",
            "category": Category.objects.get(code="jalan"),
            "title": "Rumah Bapak Anwar banjir",
            "description": "Tolong.",
            "district_code": "72.02.01",
            "latitude": -1.39251,
            "longitude": 120.75404,
            "reporter": sari,
        }
        return Report.objects.create(**{**fields, **changes})

    return make


def _told(client):
    cache.clear()
    return json.loads(client.get(DATA).content)


def test_guests_log_in_and_citizens_and_officers_without_the_role_are_refused(in_poso, client_of, sari, budi):
    assert client_of(in_poso).get(ROOM)["Location"].startswith("/akun/masuk/")
    assert client_of(in_poso).get(DATA).status_code == 401
    for person in (sari, budi):
        assert client_of(in_poso, person).get(ROOM).status_code == 403
        assert client_of(in_poso, person).get(DATA).status_code == 401


def test_leaders_and_it_admins_see_the_room(in_poso, client_of, leader, rina):
    for person in (leader, rina):
        answer = client_of(in_poso, person).get(ROOM)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert b"LIVE Room" in answer.content


def test_a_new_report_is_a_point_of_public_precision_without_its_title_or_a_name(
    in_poso, client_of, leader, file_report
):
    client = client_of(in_poso, leader)
    assert _told(client)["points"] == []
    report = file_report()
    told = _told(client)
    category, district = "Jalan berlubang", "Poso Kota"
    assert told["points"] == [[str(report.pk), -1.393, 120.754, "red", category, district]]
    for word in ("Anwar", "Sari", "-1.39251"):
        assert word not in json.dumps(told)


def test_a_confidential_report_changes_nothing_on_the_wall(in_poso, client_of, leader, file_report):
    client = client_of(in_poso, leader)
    file_report()
    before = _told(client)
    for _turn in range(6):
        file_report(is_confidential=True)
    after = _told(client)
    assert {**after, "made_at": ""} == {**before, "made_at": ""}


def test_what_has_not_changed_is_not_sent_again(in_poso, client_of, leader, file_report):
    client = client_of(in_poso, leader)
    first = client.get(DATA)
    again = client.get(DATA, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    file_report()
    cache.clear()
    assert client.get(DATA, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_modules_are_asked_once_for_many_screens(in_poso, client_of, leader, rina, monkeypatch):
    asked = []
    monkeypatch.setattr("adopsi.liveroom.snapshot.gather", lambda code: asked.append(code) or panels.Room())
    for person in (leader, rina, leader):
        client_of(in_poso, person).get(DATA)
    assert asked == [in_poso.code]


def test_a_broken_module_is_an_alert_and_the_others_stay(in_poso, client_of, leader, file_report, monkeypatch):
    file_report()
    real = panels.hook

    def broken(manifest, name):
        if (manifest.slug, name) == ("eplesiran", "statistics"):
            raise RuntimeError("broken")
        return real(manifest, name)

    monkeypatch.setattr(panels, "hook", broken)
    told = _told(client_of(in_poso, leader))
    assert "tidak dapat dibaca" in told["panels"]["alerts"]
    assert len(told["points"]) == 1


def test_many_of_one_kind_in_one_kecamatan_are_an_alert_and_a_usual_day_is_not(in_poso, client_of, leader, file_report):
    client = client_of(in_poso, leader)
    for _turn in range(4):
        file_report()
    assert "24 jam" not in _told(client)["panels"]["alerts"]
    file_report()
    assert "5 laporan dalam 24 jam, biasanya 0,0" in _told(client)["panels"]["alerts"]


def test_the_list_behind_a_number_tells_numbers_and_no_titles(in_poso, client_of, leader, file_report):
    report, hidden = file_report(), file_report(is_confidential=True)
    page = client_of(in_poso, leader).get("/konsol/live/daftar/laksa/masuk/").content.decode()
    assert report.number in page
    assert hidden.number not in page
    assert "Anwar" not in page
    for path in ("laksa/entah", "laksa/antrean-x", "laksa/lonjakan-x-1", "entah/masuk"):
        assert client_of(in_poso, leader).get(f"/konsol/live/daftar/{path}/").status_code == 404
