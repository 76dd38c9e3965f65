"""What a citizen does on the portal beside the services: searching, notices, history, own data, reading."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE

HOST = "tangerang"
WORDS = {
    "id": {
        "near": "Ini yang paling mirip",
        "recent": "Pencarian terakhir",
        "clear": "Hapus semua",
        "received": "kami terima",
        "read": "Tandai dibaca",
        "unread": "Tandai belum dibaca",
        "read_all": "Tandai semua dibaca",
        "all_read": "Semua sudah dibaca",
        "history": "Riwayat saya",
        "reports": "Aduan",
        "copy": "Salinan semua data saya",
        "making": "Arsip data Anda sedang disusun",
        "download": "Unduh",
        "trail": "Siapa melihat dan mengubah data saya",
        "asked": "Anda sendiri",
        "keep": "Simpan",
        "kept": "Tampilan disimpan.",
        "photos": "Muat foto di halaman ini",
    },
    "en": {
        "near": "These come closest",
        "recent": "Recent searches",
        "clear": "Clear all",
        "received": "We received report",
        "read": "Mark as read",
        "unread": "Mark as unread",
        "read_all": "Mark all as read",
        "all_read": "All read",
        "history": "My history",
        "reports": "Complaints",
        "copy": "A copy of all my data",
        "making": "The archive of your data is being made",
        "download": "Download",
        "trail": "Who saw and changed my data",
        "asked": "Yourself",
        "keep": "Save",
        "kept": "Display settings saved.",
        "photos": "Load the photos on this page",
    },
}
# A slip of the finger each, and the address and the name of what was meant.
SLIPS = [
    ("laksaa", "/laksa/", ""),
    ("situ cipondho", "/eplesiran/tempat/", "Situ Cipondoh"),
    ("imunisassi kelilng", "/berita/", "imunisasi keliling"),
]
BOTH = pytest.mark.parametrize("language", ["id", "en"])


def speak(page, site, language):
    """Choose the language as a visitor does, by the button of the head; an account keeps it."""
    page.goto(site.url(HOST))
    # The account may speak another language than this browser: choose it even where the page speaks it already.
    for _each in range(2):
        with page.expect_navigation():
            page.locator("header button[name=bahasa]").click()
        if page.locator("html").get_attribute("lang") == language:
            break
    expect(page.locator("html")).to_have_attribute("lang", language)


def file_report(page, site, title):
    """A report of who is signed in, filed without its pages; its number."""
    page.goto(site.url(HOST, "/laksa/lapor/"))
    fields = {
        "csrfmiddlewaretoken": page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
        "once": str(uuid.uuid4()),
        "kind": "pengaduan",
        "category": page.locator("#id_category option").nth(1).get_attribute("value"),
        "title": title,
        "description": "Gelap sejak kemarin, banyak anak lewat.",
        "district_code": "36.71.01",
        "address": "Jalan Contoh 1",
    }
    status, location = site.post(HOST, "/laksa/lapor/", fields, page.context.cookies())
    assert status == 302, location
    return location.split("/")[-3]


@BOTH
def test_a_citizen_finds_what_is_theirs_and_what_the_city_has(site, signed_in, language):
    page, words = signed_in(HOST, "sari", size=PHONE), WORDS[language]
    speak(page, site, language)
    title = f"Bangku halte patah {uuid.uuid4().hex[:5]}"
    number = file_report(page, site, title)
    searches(page, site, words, title)
    keeps_the_inbox(page, site, words, number)
    looks_back(page, site, words, title)
    asks_for_own_data(page, site, words)


def searches(page, site, words, title):
    page.keyboard.press("/")
    page.wait_for_url("**/cari/")
    page.locator("#cari-utama").fill("bangku halte pattah")
    page.locator("#cari-utama").press("Enter")
    page.wait_for_url("**/cari/?q=bangku+halte+pattah")
    expect(page.locator("main")).to_contain_text(words["near"])
    expect(page.locator("main a", has_text=title)).to_be_visible()
    for query, path, name in SLIPS:
        page.goto(site.url(HOST, f"/cari/?q={query}"))
        expect(page.locator(f"main li a[href^='{path}']", has_text=name).first).to_be_visible()
    page.goto(site.url(HOST, "/cari/"))
    recent = page.locator("[data-recent]")
    expect(recent).to_contain_text(words["recent"])
    expect(recent.get_by_role("link", name="bangku halte pattah")).to_be_visible()
    recent.get_by_role("button", name=words["clear"]).click()
    expect(recent).to_be_hidden()


def keeps_the_inbox(page, site, words, number):
    page.goto(site.url(HOST, "/notifikasi/?saring=baru"))
    note = page.locator("main li", has_text=number).first
    expect(note).to_contain_text(words["received"])
    note.get_by_role("button", name=words["read"]).click()
    expect(page.locator("main li", has_text=number)).to_have_count(0)
    page.goto(site.url(HOST, "/notifikasi/"))
    note.get_by_role("button", name=words["unread"]).click()
    expect(note.get_by_role("button", name=words["read"])).to_be_visible()
    note.get_by_role("link").first.click()
    page.wait_for_url(f"**/laksa/laporan/{number}/**")
    page.goto(site.url(HOST, "/notifikasi/"))
    expect(note.get_by_role("button", name=words["unread"])).to_be_visible()
    if page.get_by_role("button", name=words["read_all"]).count():
        page.get_by_role("button", name=words["read_all"]).click()
    expect(page.locator("header")).to_contain_text(words["all_read"])


def looks_back(page, site, words, title):
    page.goto(site.url(HOST, "/akun/"))
    page.locator("main a[href='/riwayat/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["history"])
    expect(page.locator("main nav a")).not_to_have_count(0)
    kinds = page.locator("main nav").first
    expect(kinds).to_contain_text("e-Plesiran")
    kinds.get_by_role("link", name=words["reports"]).click()
    expect(page.locator("main nav a[aria-current=page]")).to_contain_text(words["reports"])
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def asks_for_own_data(page, site, words):
    page.goto(site.url(HOST, "/data-saya/"))
    page.get_by_role("button", name=words["copy"]).click()
    page.wait_for_url("**/data-saya/permintaan/*/")
    expect(page.locator("body")).to_contain_text(words["making"])
    link = page.get_by_role("link", name=words["download"])
    for _each in range(20):
        # A worker makes it; the page is asked as its reader would ask it.
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as archive:
        link.click()
    assert archive.value.suggested_filename.endswith(".zip")
    page.goto(site.url(HOST, "/akun/"))
    page.locator("main a[href='/akun/jejak/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["trail"])
    page.locator("main nav a[href='?bagian=diubah']").click()
    expect(page.locator("main li", has_text=words["asked"]).first).to_be_visible()


@BOTH
def test_a_reader_with_weak_eyes_and_little_data_gets_the_portal_that_way(site, visit, language):
    page, words = visit(size=PHONE, service_workers="block"), WORDS[language]
    speak(page, site, language)
    page.locator("footer a[href^='/tampilan/']").click()
    for name, value in (("teks", "terbesar"), ("kontras", "tinggi"), ("hemat", "ya")):
        page.locator(f"input[name={name}][value={value}]").check()
    page.get_by_role("button", name=words["keep"], exact=True).click()
    expect(page.locator("body")).to_contain_text(words["kept"])
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(site.url(HOST, "/eplesiran/"))
    expect(page.locator("html")).to_have_class("teks-terbesar kontras-tinggi hemat")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 20
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    waiting = page.locator("img[data-later]")
    assert waiting.count() > 1
    assert [url for url in fetched if "/berkas/" in url] == []
    # Asked of the page: Chromium names a font of a stylesheet that it still has in mind as fetched again.
    assert page.evaluate("[...document.fonts].every((face) => face.status === 'unloaded')")
    page.get_by_role("link", name=words["photos"]).click()
    expect(waiting).to_have_count(0)
    expect(page.locator("main img[src^='/berkas/']").first).to_be_visible()
