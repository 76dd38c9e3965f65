"""Short acts in both languages: an event's calendar, reports on list and map, LAKSA's statistics, one's own profile."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_eplesiran_officers import confirm, press
from tests.journeys.test_eplesiran_tickets import in_language

EVENTS, STATISTICS = "/konsol/m/eplesiran/acara/", "/konsol/m/laksa/statistik/"
WORDS = {
    "id": {
        "save": "Simpan",
        "publish": "Tayangkan",
        "yes": "Ya, tayangkan",
        "down": "Turunkan dari tayangan",
        "yes_down": "Ya, turunkan",
        "figures": "Menurut kategori",
        "saved": "Profil disimpan.",
        "nearest": "terdekat dahulu",
        "on_map": "Laporan terbaru di peta ini",
    },
    "en": {
        "save": "Save",
        "publish": "Publish",
        "yes": "Yes, publish",
        "down": "Take off the site",
        "yes_down": "Yes, take it off",
        "figures": "By category",
        "saved": "The profile was saved.",
        "nearest": "nearest first",
        "on_map": "Newest reports on this map",
    },
}
languages = pytest.mark.parametrize("language", ["id", "en"])


@languages
def test_an_event_is_announced_subscribed_to_and_taken_down(site, visit, signed_in, language):
    words, title = WORDS[language], f"Festival Uji {language} {int(time.time())}"
    manager = in_language(signed_in("poso", "budi", size=DESK), site, language)
    manager.goto(site.url("poso", f"{EVENTS}baru/"))
    begins = datetime.now(ZoneInfo("Asia/Makassar")).replace(hour=9, minute=0) + timedelta(days=5)
    manager.locator("#id_title").fill(title)
    manager.locator("#id_description").fill("Musik di tepi danau.")
    manager.locator("#id_place").fill("Dermaga Tentena")
    manager.locator("#id_starts_at").fill(begins.strftime("%Y-%m-%dT%H:%M"))
    manager.locator("#id_ends_at").fill((begins + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"))
    manager.locator("#id_opd").select_option(index=1)
    press(manager, words["save"])
    key = re.search(r"/acara/(\d+)/", manager.url)[1]
    public = f"/eplesiran/acara/{key}/"
    assert site.get("poso", public) == 404
    confirm(manager, words["publish"], words["yes"])

    guest = in_language(visit(size=PHONE), site, language)
    guest.goto(site.url("poso", "/eplesiran/acara/"))
    with guest.expect_navigation():
        guest.get_by_role("link", name=title).first.click()
    expect(guest.locator("main")).to_contain_text("Dermaga Tentena")
    feed = guest.evaluate("fetch('/eplesiran/acara/kalender.ics').then(answer => answer.text())")
    assert feed.startswith("BEGIN:VCALENDAR")
    assert title in feed.replace("\r\n ", "")

    manager.goto(site.url("poso", f"{EVENTS}{key}/"))
    confirm(manager, words["down"], words["yes_down"])
    assert site.get("poso", public) == 404


@languages
def test_a_guest_looks_around_on_list_and_map(site, visit, language):
    words = WORDS[language]
    page = visit(size=PHONE, geolocation={"latitude": -6.178, "longitude": 106.63}, permissions=["geolocation"])
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url("tangerang")}])
    page.goto(site.url("tangerang", "/laksa/"))
    newest = page.locator("main h3").all_inner_texts()
    with page.expect_navigation():
        page.locator("[data-near]").click()
    expect(page.locator("main")).to_contain_text(words["nearest"])
    assert page.locator("main h3").all_inner_texts() != newest

    page.goto(site.url("tangerang", "/laksa/peta/?category=jalan"))
    shown = page.get_by_role("region", name=words["on_map"])
    expect(page.locator("#peta-laporan canvas, #peta-laporan svg, #peta-laporan img").first).to_be_attached()
    title = shown.locator("li a").first.inner_text()
    with page.expect_navigation():
        shown.locator("li a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


@languages
def test_the_statistics_follow_the_filter_and_are_taken_along(site, signed_in, language):
    page, words = signed_in("tangerang", "wulan", size=DESK), WORDS[language]
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url("tangerang")}])
    page.goto(site.url("tangerang", STATISTICS))
    expect(page.get_by_label(words["figures"]).first).to_be_visible()
    rows = page.locator("tbody tr").all_inner_texts()
    with page.expect_navigation():
        page.locator("select[name=category]").select_option(index=2)
        page.locator("form:has(select[name=category])").evaluate("form => form.requestSubmit()")
    assert page.locator("tbody tr").all_inner_texts() != rows
    with page.expect_download() as download:
        page.locator("a[href*='format=csv']").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) > 1


@languages
def test_a_name_is_changed_in_the_profile(site, signed_in, language):
    page, words = signed_in("poso", "sari", size=PHONE), WORDS[language]
    page.goto(site.url("poso", "/akun/"))
    for name in (f"Sari Uji {language}", "Sari"):
        page.locator("#id_name").fill(name)
        page.locator("#id_language").select_option(language)
        with page.expect_navigation():
            page.locator("form[action='/akun/'] button").click()
        expect(page.get_by_text(words["saved"])).to_be_visible()
        expect(page.locator("#id_name")).to_have_value(name)
