"""A manager of e-Plesiran in both languages: a new place is checked, published, its days sold or closed, and taken down."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_eplesiran_tickets import in_language

PLACES, DAYS = "/konsol/m/eplesiran/destinasi/", range(7)
WORDS = {
    "id": {
        "save": "Simpan",
        "hidden": "Tidak tayang",
        "check": "Verifikasi hari ini",
        "checked": re.compile(r"Terakhir diperiksa \d"),
        "publish": "Tayangkan",
        "yes": "Ya, tayangkan",
        "down": "Turunkan dari tayangan",
        "yes_down": "Ya, turunkan",
        "book": "Pesan tiket",
        "save_day": "Simpan hari itu",
        "summary": "Air terjun bertingkat.",
        "quota": "1.200",
    },
    "en": {
        "save": "Save",
        "hidden": "Not published",
        "check": "Mark as checked today",
        "checked": re.compile(r"Last checked \d"),
        "publish": "Publish",
        "yes": "Yes, publish",
        "down": "Take off the site",
        "yes_down": "Yes, take it off",
        "book": "Book tickets",
        "save_day": "Save that day",
        "summary": "A waterfall in steps.",
        "quota": "1,200",
    },
}


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def confirm(page, opener, name):
    page.locator("summary").filter(has_text=re.compile(f"^{opener}$")).first.click()
    press(page, name)


def fill_place(page, name):
    """The form of a place near Tentena that is open every day and costs Rp10.000."""
    page.locator("#id_category").select_option(index=1)
    fields = {
        "name": name,
        "summary_id": WORDS["id"]["summary"],
        "summary_en": WORDS["en"]["summary"],
        "description_id": "Dua belas tingkat.",
        "description_en": "Twelve steps.",
        "address": "Jalan Setapak 3",
        "latitude": "-1.7670",
        "longitude": "120.6410",
    }
    for field, text in fields.items():
        page.locator(f"#id_{field}").fill(text)
    page.locator("#id_district_code").select_option(index=1)
    page.locator("#id_opd").select_option(index=1)
    for index in DAYS:
        page.locator("[name$=-opens]").nth(index).fill("08:00")
        page.locator("[name$=-closes]").nth(index).fill("17:00")
    page.locator("[name$=-label]").first.select_option(index=1)
    page.locator("[name$=-amount]").first.fill("10000")
    page.locator("[name$=-valid_from]").first.fill("2026-01-01")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_place_is_added_checked_published_sold_and_taken_down(site, visit, signed_in, language):
    words, name = WORDS[language], f"Air Terjun Uji {language} {int(time.time())}"
    manager = in_language(signed_in("poso", "budi", size=DESK), site, language)
    manager.goto(site.url("poso", f"{PLACES}baru/"))
    fill_place(manager, name)
    press(manager, words["save"])
    # Photos come first; the place itself is one step back.
    key = re.search(r"/destinasi/(\d+)/foto/", manager.url)[1]
    manager.goto(site.url("poso", f"{PLACES}{key}/"))
    expect(manager.locator("main")).to_contain_text(words["hidden"])
    slug = manager.locator("#id_slug").input_value()
    public = f"/eplesiran/tempat/{slug}/"
    assert site.get("poso", public) == 404
    press(manager, words["check"])
    expect(manager.locator("main")).to_contain_text(words["checked"])
    confirm(manager, words["publish"], words["yes"])

    manager.goto(site.url("poso", f"/konsol/m/eplesiran/tiket/{key}/"))
    manager.locator("[name=payers]").first.check()
    manager.locator("#id_daily_quota").fill("1200")
    manager.locator("#id_legal_basis").fill("Perda 1/2024")
    press(manager, words["save"])
    closed = (datetime.now(ZoneInfo("Asia/Makassar")) + timedelta(days=3)).date()
    manager.locator("#id_day").fill(closed.isoformat())
    manager.locator("#id_is_closed").check()
    press(manager, words["save_day"])
    manager.goto(site.url("poso", "/konsol/m/eplesiran/tiket/"))
    expect(manager.locator("tbody tr", has_text=name)).to_contain_text(words["quota"])

    guest = in_language(visit(size=PHONE), site, language)
    guest.goto(site.url("poso", public))
    # The lead stands beside the heading, above `main`.
    expect(guest.locator("*:has(> h1)").first).to_contain_text(re.compile(f"{name}.*{words['summary']}", re.DOTALL))
    with guest.expect_navigation():
        guest.get_by_role("link", name=words["book"]).first.click()
    expect(guest.locator("a[href*='hari=']").first).to_be_visible()
    expect(guest.locator(f"a[href='?hari={closed.isoformat()}']")).to_have_count(0)

    manager.goto(site.url("poso", f"{PLACES}{key}/"))
    confirm(manager, words["down"], words["yes_down"])
    assert site.get("poso", public) == 404
