"""The LIVE Room on a wall and on a leader's phone, and the public page of figures, in both languages."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

WALL = {"width": 1920, "height": 1080}
HOST = "tangerang"
WORDS = {
    "id": {"pair": "Pasang layar ini", "revoked": "sudah dicabut", "make": "Buat kode", "revoke": "Ya, cabut"},
    "en": {
        "pair": "Set up this display",
        "revoked": "has been revoked",
        "make": "Make a code",
        "revoke": "Yes, revoke",
    },
}


def _speak(page, site, language):
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST, "/")}])


def _waiting(page):
    """How many reports the wall counts as waiting."""
    return int(page.locator(".wall-legend li").first.locator("strong").inner_text().replace(".", ""))


def _ask_often(page, site):
    """The page asks every second: how often stands on the page itself, and this browser reads another number there."""

    def shorten(route):
        status, body = site.read(HOST, "/konsol/live/", page.context.cookies())
        body = body.replace('data-poll="10"', 'data-poll="1"')
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=body)

    page.route("**/konsol/live/", shorten)
    # What comes at the end of a redirect passes by a route.
    page.reload()
    expect(page.locator("[data-wall]")).to_have_attribute("data-poll", "1")


def _file_report(citizen, site, *, is_confidential):
    citizen.goto(site.url(HOST, "/laksa/lapor/"))
    fields = {
        "csrfmiddlewaretoken": citizen.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
        "once": str(uuid.uuid4()),
        "kind": "pengaduan",
        "category": citizen.locator("#id_category option").nth(1).get_attribute("value"),
        "title": "Rumah Bapak Contoh tergenang",
        "description": "Air setinggi lutut sejak pagi.",
        "district_code": "36.71.01",
        "latitude": "-6.178300",
        "longitude": "106.631900",
        "address": "Jalan Contoh 1",
        **({"is_confidential": "on"} if is_confidential else {}),
    }
    status, location = site.post(HOST, "/laksa/lapor/", fields, citizen.context.cookies())
    assert status == 302, location
    return location.split("/")[-3]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_display_shows_new_reports_by_itself_until_it_is_revoked(site, visit, signed_in, language):
    words = WORDS[language]
    admin, wall = signed_in(HOST, "rina", size=DESK), visit(size=WALL, service_workers="block")
    for page in (admin, wall):
        _speak(page, site, language)
    admin.goto(site.url(HOST, "/konsol/live/layar/"))
    name = f"Lobi {language} {uuid.uuid4().hex[:4]}"
    admin.fill("#id_name", name)
    admin.get_by_role("button", name=words["make"]).click()
    wall.goto(admin.locator("#tautan-layar").input_value())
    wall.get_by_role("button", name=words["pair"]).click()
    wall.wait_for_url("**/konsol/live/")
    _ask_often(wall, site)
    expect(wall.locator("[data-wall]")).to_have_attribute("data-points", re.compile(r"\d+"))
    before = _waiting(wall)

    citizen = signed_in(HOST, "sari", size=PHONE)
    _file_report(citizen, site, is_confidential=True)
    _file_report(citizen, site, is_confidential=False)
    # Nobody touches the wall; the confidential one never counts.
    expect(wall.locator(".wall-legend li").first.locator("strong")).to_have_text(str(before + 1), timeout=12_000)
    assert "Contoh tergenang" not in wall.content()
    assert Axe().run(wall, options={"resultTypes": ["violations"]}).violations_count == 0

    admin.goto(site.url(HOST, "/konsol/live/layar/"))
    row = admin.get_by_role("row").filter(has_text=name)
    row.get_by_text(re.compile("^(Cabut|Revoke)$")).first.click()
    admin.get_by_role("button", name=words["revoke"]).locator("visible=true").click()
    expect(wall.get_by_role("heading", level=1)).to_contain_text(words["revoked"], timeout=12_000)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_leader_opens_the_list_behind_a_number_on_the_phone(site, signed_in, language):
    page = signed_in(HOST, "rina", size=PHONE)
    _speak(page, site, language)
    page.goto(site.url(HOST, "/konsol/live/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Axe().run(page, options={"resultTypes": ["violations"]}).violations_count == 0
    queue = page.locator(".wall-queue a").first
    queue.click()
    expect(page.locator("main li.panel").first).to_contain_text("LK-3671-")
    # Cut off from the network, the page says since when; the numbers stay.
    page.go_back()
    page.context.set_offline(True)
    stale = page.locator("[data-state].is-stale")
    expect(stale).to_contain_text({"id": "Terputus sejak", "en": "Cut off since"}[language], timeout=30_000)
    expect(page.locator(".wall-tile").first).to_be_visible()
    page.context.set_offline(False)
    expect(stale).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_reads_the_figures_and_takes_the_open_data(site, visit, language):
    page = visit(size=PHONE)
    _speak(page, site, language)
    page.goto(site.url(HOST, "/laksa/"))
    page.locator("main a[href='/laksa/kinerja/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        {"id": "Kinerja penanganan laporan", "en": "How reports are handled"}[language]
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Axe().run(page, options={"resultTypes": ["violations"]}).violations_count == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    with page.expect_download() as download:
        page.get_by_role("link", name="GeoJSON", exact=True).click()
    document = json.loads(download.value.path().read_text())
    assert len(document["features"]) == len(rows) > 10
    for feature, row in zip(document["features"], rows, strict=True):
        assert feature["id"] == row["nomor"]
        if feature["geometry"]:
            assert feature["geometry"]["coordinates"] == [float(row["bujur"]), float(row["lintang"])]
            # Public precision: three decimals.
            assert all(abs(each * 1000 - round(each * 1000)) < 1e-6 for each in feature["geometry"]["coordinates"])
    assert not {"judul", "pelapor"} & set(rows[0])
