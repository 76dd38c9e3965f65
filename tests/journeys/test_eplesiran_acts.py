"""What people do in e-Plesiran besides buying tickets, in both languages: find, keep a date, review, cancel, account."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_eplesiran_tickets import in_language

# The bridge of Tentena: the cave of Latea is nearest to it, the megaliths of Bada are far away.
TENTENA = {"latitude": -1.7693, "longitude": 120.6386}
WORDS = {
    "id": {
        "near": "Terdekat dari saya",
        "measured": "Jarak dihitung dari posisi Anda.",
        "history": "Sejarah",
        "search": "Cari destinasi",
        "none": "Tidak ada yang cocok",
        "save": "Simpan ke kalender",
        "send": "Kirim ulasan",
        "wait": "Ulasan Anda tayang setelah diperiksa petugas",
        "refuse": "Tolak",
        "refuse_it": "Tolak ulasan",
        "reason": "Alasan penolakan",
        "publish": "Tayangkan",
        "order": "Pesan dan bayar",
        "pay": "Bayar (peragaan)",
        "cancel": "Batalkan pesanan",
        "cancel_it": "Ya, batalkan",
        "returned": "Dana yang dikembalikan: Rp5.000.",
        "by": "Dikelompokkan menurut",
        "apply": "Terapkan",
        "adult": "Dewasa",
        "csv": ["Hari", "Destinasi", "Golongan"],
        "payments": "Pembayaran",
        "refunded": "Dana dikembalikan",
    },
    "en": {
        "near": "Nearest to me",
        "measured": "Distances are from your position.",
        "history": "History",
        "search": "Search destinations",
        "none": "Nothing matches",
        "save": "Add to calendar",
        "send": "Send the review",
        "wait": "Your review is published once an officer has checked it",
        "refuse": "Refuse",
        "refuse_it": "Refuse the review",
        "reason": "Reason for the refusal",
        "publish": "Publish",
        "order": "Book and pay",
        "pay": "Pay (demonstration)",
        "cancel": "Cancel booking",
        "cancel_it": "Yes, cancel",
        "returned": "Money returned: Rp5.000.",
        "by": "Grouped by",
        "apply": "Apply",
        "adult": "Adults",
        "csv": ["Day", "Destination", "Kind of visitor"],
        "payments": "Payments",
        "refunded": "Money returned",
    },
}
both = pytest.mark.parametrize("language", ["id", "en"])


@both
def test_a_visitor_finds_a_place_and_keeps_the_date_of_an_event(site, visit, language):
    words = WORDS[language]
    page = visit(size=PHONE, geolocation=TENTENA, permissions=["geolocation"])
    in_language(page, site, language).goto(site.url("poso", "/eplesiran/"))
    with page.expect_navigation():
        page.get_by_role("link", name=words["history"], exact=True).click()
    expect(page.locator("article")).to_have_count(3)
    with page.expect_navigation():
        page.get_by_role("button", name=words["near"]).click()
    expect(page.locator("[data-near-say]")).to_have_text(words["measured"])
    expect(page.locator("article").first).to_contain_text("Gua Latea")
    expect(page.locator("article").first).to_contain_text(" km")
    for text, found in (("bada", ["Megalit Lembah Bada"]), ("tidak ada namanya", [])):
        page.get_by_label(words["search"]).fill(text)
        with page.expect_navigation():
            page.get_by_label(words["search"]).press("Enter")
        expect(page.locator("article h3")).to_have_text(found)
    expect(page.locator("main")).to_contain_text(words["none"])

    page.goto(site.url("poso", "/eplesiran/acara/"))
    assert page.locator("#alamat-langganan").input_value() == site.url("poso", "/eplesiran/acara/kalender.ics")
    feed = downloaded(page, page.locator("a[href$='kalender.ics']"))
    assert feed.startswith("BEGIN:VCALENDAR")
    assert feed.count("BEGIN:VEVENT") >= 5
    page.goto(site.url("poso", "/eplesiran/acara/?cari=festival"))
    page.locator("main h3 a").first.click()
    title = page.locator("h1").inner_text()
    one = downloaded(page, page.get_by_role("link", name=words["save"]))
    assert (f"SUMMARY:{title}" in one, one.count("BEGIN:VEVENT")) == (True, 1)


def downloaded(page, link):
    """The text of the file behind a link."""
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_text(encoding="utf-8-sig")


@both
def test_a_review_is_refused_with_a_reason_written_anew_and_published(site, visit, signed_in, language):
    words, place = WORDS[language], "/eplesiran/tempat/pemandian-maleali/"
    citizen = in_language(signed_in("poso", "sari", size=PHONE), site, language)
    moderator = in_language(signed_in("poso", "wulan", size=DESK), site, language)
    guest = in_language(visit(size=PHONE), site, language)
    bad, good = f"Hubungi saya di 0812-0000-0000 ({language})", f"Airnya jernih, kamar ganti bersih. ({language})"
    reason = f"Memuat nomor telepon ({language})"

    write(citizen, site, place, bad, words)
    expect(citizen.locator("body")).to_contain_text(words["wait"])
    review = waiting(moderator, site, bad)
    review.locator("summary", has_text=words["refuse"]).click()
    review.get_by_label(words["reason"]).fill(reason)
    with moderator.expect_navigation():
        review.get_by_role("button", name=words["refuse_it"]).click()
    citizen.goto(site.url("poso", "/eplesiran/ulasan-saya/"))
    expect(citizen.locator("main")).to_contain_text(reason)

    write(citizen, site, place, good, words)
    guest.goto(site.url("poso", place))
    expect(guest.locator("#ulasan")).not_to_contain_text(good)
    review = waiting(moderator, site, good)
    with moderator.expect_navigation():
        review.get_by_role("button", name=words["publish"], exact=True).click()
    guest.reload()
    expect(guest.locator("#ulasan")).to_contain_text(good)
    expect(guest.locator("#ulasan")).not_to_contain_text(bad)


def write(page, site, place, text, words):
    page.goto(site.url("poso", place))
    page.locator("input[name=rating][value='4']").check(force=True)
    page.locator("#id_text").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name=words["send"]).click()


def waiting(moderator, site, text):
    """The review with this text in the moderator's queue."""
    moderator.goto(site.url("poso", "/konsol/m/eplesiran/ulasan/"))
    return moderator.locator("main li.panel", has_text=text)


@both
def test_a_cancelled_ticket_is_refunded_and_the_manager_accounts_for_it(site, signed_in, language):
    words = WORDS[language]
    citizen = in_language(signed_in("poso", "sari", size=PHONE), site, language)
    citizen.goto(site.url("poso", "/eplesiran/tempat/danau-poso/tiket/"))
    with citizen.expect_navigation():
        citizen.locator("a[href^='?hari=']").nth(2).click()
    citizen.locator("[data-price]").first.fill("1")
    with citizen.expect_navigation(url="**/bayar/**"):
        citizen.get_by_role("button", name=words["order"]).click()
    reference = citizen.url.rstrip("/").rsplit("/", 1)[-1]
    with citizen.expect_navigation(url="**/tiket-saya/**"):
        citizen.get_by_role("button", name=words["pay"]).click()
    expect(citizen.locator("[data-ticket]")).to_have_count(1)
    citizen.locator("summary", has_text=words["cancel"]).click()
    with citizen.expect_navigation():
        citizen.get_by_role("button", name=words["cancel_it"]).click()
    expect(citizen.locator("main")).to_contain_text(words["returned"])
    expect(citizen.locator("[data-ticket]")).to_have_count(0)

    manager = in_language(signed_in("poso", "budi", size=DESK), site, language)
    manager.goto(site.url("poso", "/konsol/m/eplesiran/laporan/"))
    manager.get_by_label(words["by"]).select_option("golongan")
    with manager.expect_navigation():
        manager.get_by_role("button", name=words["apply"]).click()
    adults = manager.locator("main tbody tr", has_text=words["adult"])
    expect(adults).to_contain_text(re.compile(r"Rp\d"))
    heading, *lines = rows(downloaded(manager, manager.get_by_role("link", name=re.compile("^CSV"))))
    assert heading[:3] == words["csv"]
    sold = sum(int(line[3]) for line in lines if line[2] == words["adult"])
    assert sold == int(re.sub(r"\D", "", adults.locator("td.num").first.inner_text()))
    manager.get_by_role("link", name=words["payments"], exact=True).click()
    mine = manager.locator("main tbody tr", has_text=reference[:8])
    expect(mine).to_contain_text(words["refunded"])
    money = rows(downloaded(manager, manager.get_by_role("link", name=re.compile("^CSV"))))
    assert [words["refunded"] in line for line in money if reference in line] == [True]


def rows(text):
    """The lines of a CSV file."""
    return list(csv.reader(io.StringIO(text)))
