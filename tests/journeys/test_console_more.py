"""A module comes and goes in both languages: plan, named steps, what to do next, parking with its price, and undo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

HOST = "bekasi"
languages = pytest.mark.parametrize("language", ["id", "en"])
WORDS = {
    "id": {
        "plan": "Yang akan terjadi",
        "enable": "Ya, aktifkan sekarang",
        "tables": "Membuat tabel dan data awal",
        "next": "Langkah berikutnya",
        "undo": "Urungkan…",
        "gone_again": "Modul kembali seperti sebelum diaktifkan",
        "back_again": "Modul aktif lagi",
        "do_undo": "Ya, urungkan sekarang",
        "restored": "Keadaan semula sudah kembali",
        "gone": "Hilang seketika dari semua layar",
        "kept": "Datanya tetap ada, hanya-baca",
        "hidden": re.compile(r"[\d.]+ baris tersembunyi, tidak ada yang dihapus"),
        "park": "Ya, nonaktifkan sekarang",
        "off": "sudah nonaktif",
    },
    "en": {
        "plan": "What will happen",
        "enable": "Yes, enable now",
        "tables": "Making tables and default data",
        "next": "Next steps",
        "undo": "Undo…",
        "gone_again": "The module is again as it was before it was enabled",
        "back_again": "The module is active again",
        "do_undo": "Yes, undo now",
        "restored": "Everything is as it was before",
        "gone": "Gone from every screen at once",
        "kept": "Its data stay, read-only",
        "hidden": re.compile(r"[\d,]+ rows are hidden, nothing is erased"),
        "park": "Yes, disable now",
        "off": "is off",
    },
}


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def take_back(page, words, promise):
    """From the page of a finished run to its undoing, which says what comes back before it does."""
    with page.expect_navigation():
        page.get_by_role("link", name=words["undo"], exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(promise)
    press(page, words["do_undo"])
    expect(page.get_by_role("main")).to_contain_text(words["restored"], timeout=30_000)


@languages
def test_a_module_is_enabled_and_taken_back_parked_and_brought_back(site, signed_in, language):
    words, main = WORDS[language], "main"
    page = signed_in(HOST, "rina", size=DESK if language == "id" else PHONE)
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST)}])

    assert site.get(HOST, "/eplesiran/") == 404
    page.goto(site.url(HOST, "/konsol/katalog/eplesiran/aktifkan/"))
    expect(page.get_by_role("heading", name=words["plan"], exact=True)).to_be_visible()
    page.locator("#peragaan").uncheck()
    press(page, words["enable"])
    expect(page.locator(main)).to_contain_text(words["tables"])
    expect(page.get_by_role("heading", name=words["next"], exact=True)).to_be_visible(timeout=30_000)
    assert site.get(HOST, "/eplesiran/") == 200
    take_back(page, words, words["gone_again"])
    assert site.get(HOST, "/eplesiran/") == 404

    assert site.get(HOST, "/laksa/") == 200
    page.goto(site.url(HOST, "/konsol/katalog/laksa/nonaktifkan/"))
    for promise in (words["gone"], words["kept"], words["hidden"]):
        expect(page.locator(main)).to_contain_text(promise)
    page.locator("#alasan").fill("Ganti cara kerja")
    press(page, words["park"])
    expect(page.locator(main)).to_contain_text(words["off"], timeout=30_000)
    expect(page.locator(main)).to_contain_text("Ganti cara kerja")
    assert site.get(HOST, "/laksa/") == 404
    take_back(page, words, words["back_again"])
    assert site.get(HOST, "/laksa/") == 200
