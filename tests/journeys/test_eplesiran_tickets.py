"""E-tickets in both languages: a citizen books, pays and sees the ticket; a gate lets it in once and refuses it then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

WORDS = {
    "id": {
        "book": "Pesan tiket",
        "order": "Pesan dan bayar",
        "pay": "Bayar (peragaan)",
        "check": "Periksa",
        "in": "Silakan masuk",
        "used": "Sudah dipakai",
        "adult": "Dewasa",
        "undo": "Keliru? Batalkan",
    },
    "en": {
        "book": "Book tickets",
        "order": "Book and pay",
        "pay": "Pay (demonstration)",
        "check": "Check",
        "in": "Come in",
        "used": "Used already",
        "adult": "Adult",
        "undo": "A mistake? Undo",
    },
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_ticket_is_booked_paid_and_opens_the_gate_once(site, signed_in, language):
    words = WORDS[language]
    citizen = in_language(signed_in("poso", "sari", size=PHONE), site, language)
    citizen.goto(site.url("poso", "/eplesiran/tempat/danau-poso/"))
    citizen.get_by_role("link", name=words["book"]).click()
    citizen.get_by_label(words["adult"]).fill("1")
    expect(citizen.locator("[data-sum]")).to_have_text("Rp5.000")
    citizen.get_by_role("button", name=words["order"]).click()
    citizen.wait_for_url("**/bayar/**")
    assert citizen.locator("[data-qris]").get_attribute("data-qris").startswith("000201010212")
    citizen.get_by_role("button", name=words["pay"]).click()
    citizen.wait_for_url("**/tiket-saya/**")
    code = citizen.locator("[data-code]").inner_text()
    assert re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code)
    expect(citizen.locator("[data-ticket] svg")).to_be_visible()

    for who, size, tone, answer in (("wulan", PHONE, "masuk", "in"), ("budi", DESK, "tolak", "used")):
        officer = in_language(signed_in("poso", who, size=size), site, language)
        officer.goto(site.url("poso", "/konsol/m/eplesiran/gerbang/"))
        officer.get_by_role("link", name="Danau Poso").click()
        officer.locator("#kode").fill(code)
        officer.get_by_role("button", name=words["check"], exact=True).click()
        said = officer.locator("#hasil [data-tone]")
        expect(said).to_have_attribute("data-tone", tone)
        expect(said).to_contain_text(words[answer])
    citizen.reload()
    expect(citizen.locator("[data-ticket]")).to_contain_text(words["used"])


def in_language(page, site, language):
    """The page's browser with the language of its cookie."""
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url("poso")}])
    return page
