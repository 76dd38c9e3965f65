"""What citizens and officers do in LAKSA, act by act, in both languages: each sees the step in their own words."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_main_job import photo

HOST, QUEUE = "tangerang", "/konsol/m/laksa/"
languages = pytest.mark.parametrize("language", ["id", "en"])
WORDS = {
    "id": {
        "received": "Laporan diterima",
        "anonymous": "Anonim",
        "returned": "Dikembalikan untuk disposisi ulang",
        "confidential": "Rahasia",
        "before": "Sebelum",
        "after": "Sesudah",
        "official": "Tanggapan resmi",
        "sent": "Pesan terkirim.",
        "close": "Selesaikan",
        "yes_close": "Ya, selesaikan",
        "reopened": "Laporan dibuka kembali.",
        "rated": "Terima kasih atas penilaian Anda.",
        "unknown": "Laporan itu tidak ditemukan",
        "number": "Nomor",
    },
    "en": {
        "received": "Report received",
        "anonymous": "Anonymous",
        "returned": "Returned to be handed to another OPD",
        "confidential": "Confidential",
        "before": "Before",
        "after": "After",
        "official": "Official answer",
        "sent": "Message sent.",
        "close": "Close",
        "yes_close": "Yes, close it",
        "reopened": "Report reopened.",
        "rated": "Thank you for your rating.",
        "unknown": "That report was not found",
        "number": "Number",
    },
}


@pytest.fixture
def enter(site, signed_in):
    """Somebody's page in a language: `enter("sari", "en", size=PHONE)`."""

    def open_page(who, language, *, size=DESK):
        page = signed_in(HOST, who, size=size)
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST)}])
        return page

    return open_page


def report(page, site, title, *, ticked=(), pictures=()):
    """File a report by kecamatan, kelurahan and a typed address, without the map; its number."""
    page.goto(site.url(HOST, "/laksa/lapor/"))
    page.select_option("#id_category", value="jalan")
    page.fill("#id_title", title)
    page.fill("#id_description", "Sudah sepekan, makin dalam setelah hujan.")
    page.select_option("#id_district_code", index=2)
    expect(page.locator("#id_village_code option").nth(1)).to_be_attached()
    page.select_option("#id_village_code", index=1)
    page.fill("#id_address", "Seberang toko roti")
    for name in ticked:
        page.check(f"#id_{name}")
    if pictures:
        page.set_input_files("#id_photos", list(pictures))
        expect(page.locator("[data-photo-shelf] img")).to_have_count(len(pictures))
    page.locator("[data-laksa-report] button[type=submit]:not([formnovalidate])").click()
    page.wait_for_url("**/diterima/")
    return page.locator("#nomor-laporan").inner_text().strip()


def act(page, name, **fields):
    """Fill and send an officer's form on the report that is open."""
    form = page.locator(f"form[action$='/{name}/']")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").first.click()
    for field, value in fields.items():
        control = form.locator(f"[name='{name}-{field}']")
        if field == "opd":
            control.select_option(label=value)
        else:
            control.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").last.click()


def open_report(page, site, number):
    page.goto(site.url(HOST, f"{QUEUE}laporan/{number}/"))


@languages
def test_an_anonymous_report_finds_its_opd_through_a_wrong_door(site, visit, enter, language):
    words = WORDS[language]
    citizen = enter("sari", language, size=PHONE)
    number = report(citizen, site, f"Trotoar amblas {language}", ticked=["is_anonymous"])
    expect(citizen.locator("h1")).to_have_text(words["received"])

    coordinator = enter("wulan", language)
    open_report(coordinator, site, number)
    act(coordinator, "verifikasi", opd="Dinas PUPR", note="Mohon dicek.")
    liaison = enter("budi", language)
    open_report(liaison, site, number)
    # Budi answers for the OPD: who reported is not for him.
    expect(liaison.locator("main dl")).to_contain_text(words["anonymous"])
    expect(liaison.locator("main")).not_to_contain_text("Sari")
    with liaison.expect_navigation():
        return_form = liaison.locator("form[action$='/kembalikan/']")
        liaison.locator("details", has=return_form).locator("summary").click()
        return_form.locator("textarea").fill("Bukan ruas kami.")
        return_form.locator("button[type=submit]").click()
    assert liaison.goto(site.url(HOST, f"{QUEUE}laporan/{number}/")).status == 404

    open_report(coordinator, site, number)
    expect(coordinator.locator("main")).to_contain_text(words["returned"])
    act(coordinator, "disposisi", opd="Dishub")
    expect(coordinator.locator("main dl")).to_contain_text("Perhubungan")

    public = visit(size=PHONE)
    public.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST)}])
    public.goto(site.url(HOST, f"/laksa/laporan/{number}/"))
    expect(public.locator("main")).to_contain_text(words["anonymous"])
    expect(public.locator("main")).not_to_contain_text("Seberang toko roti")
    expect(public.locator("main")).not_to_contain_text("Sari")


@languages
def test_talked_over_answered_reopened_and_rated(site, enter, language):
    words = WORDS[language]
    citizen, coordinator, liaison = (
        enter("sari", language, size=PHONE),
        enter("wulan", language),
        enter("budi", language),
    )
    number = report(citizen, site, f"Aspal mengelupas {language}", pictures=[photo("#1e3a8a")])
    own = site.url(HOST, f"/laksa/laporan/{number}/")
    open_report(coordinator, site, number)
    act(coordinator, "verifikasi", opd="Dinas PUPR")

    open_report(liaison, site, number)
    act(liaison, "pesan", text="Di sisi mana jalannya?")
    citizen.goto(own)
    expect(citizen.locator("#percakapan")).to_contain_text("Di sisi mana jalannya?")
    citizen.locator("#percakapan textarea").fill("Sisi timur, dekat jembatan.")
    with citizen.expect_navigation():
        citizen.locator("#percakapan button[type=submit]").click()
    expect(citizen.locator("body")).to_contain_text(words["sent"])

    open_report(liaison, site, number)
    expect(liaison.locator("#percakapan")).to_contain_text("Sisi timur, dekat jembatan.")
    answer_and_close(liaison, words, "Sudah ditambal.")
    citizen.goto(own)
    expect(citizen.locator("main")).to_contain_text(words["before"])
    expect(citizen.locator("main")).to_contain_text(words["after"])
    expect(citizen.locator("#percakapan")).to_contain_text(words["official"])
    citizen.locator("#buka textarea").fill("Baru separuh.")
    with citizen.expect_navigation():
        citizen.locator("#buka button[type=submit]").click()
    expect(citizen.locator("body")).to_contain_text(words["reopened"])

    open_report(liaison, site, number)
    answer_and_close(liaison, words, "Sudah seluruhnya.")
    citizen.goto(own)
    citizen.locator("#nilai input[type=radio][value='4']").check(force=True)
    with citizen.expect_navigation():
        citizen.locator("#nilai button[type=submit]").click()
    expect(citizen.locator("body")).to_contain_text(words["rated"])


def answer_and_close(page, words, text):
    act(page, "kerjakan", plan="Regu berangkat besok.")
    form = page.locator("form[action$='/tanggapi/']")
    form.locator("textarea").fill(text)
    form.locator("input[type=file]").set_input_files([photo("#047857")])
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    page.locator("#tindakan").get_by_text(words["close"], exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name=words["yes_close"]).click()


@languages
def test_a_confidential_report_is_its_reporters_and_the_officers(site, visit, enter, language):
    words = WORDS[language]
    citizen, title = enter("sari", language, size=PHONE), f"Pungutan liar {language}"
    number = report(citizen, site, title, ticked=["is_confidential"])
    coordinator = enter("wulan", language)
    open_report(coordinator, site, number)
    act(coordinator, "verifikasi")
    expect(coordinator.locator("main")).to_contain_text(words["confidential"])
    citizen.goto(site.url(HOST, f"/laksa/laporan/{number}/"))
    expect(citizen.locator("h1")).to_have_text(title)
    expect(citizen.locator("main")).to_contain_text(words["confidential"])

    public = visit(size=PHONE)
    public.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST)}])
    assert public.goto(site.url(HOST, f"/laksa/laporan/{number}/")).status == 404
    public.goto(site.url(HOST, f"/laksa/?q={number}"))
    expect(public.locator("main")).not_to_contain_text(title)
    public.goto(site.url(HOST, "/laksa/lacak/"))
    public.locator("#id_number").fill(number)
    with public.expect_navigation():
        public.locator("#id_number").press("Enter")
    expect(public.locator("main")).to_contain_text(words["unknown"])


@languages
def test_the_queue_is_taken_along_as_a_file(site, enter, language):
    officer, words = enter("wulan", language), WORDS[language]
    officer.goto(site.url(HOST, f"{QUEUE}?category=jalan"))
    table = list(csv.reader(io.StringIO(downloaded(officer, "CSV").decode("utf-8-sig"))))
    assert table[0][0] == words["number"]
    assert {row[3] for row in table[1:]} == {officer.locator("[name=category] option:checked").inner_text().strip()}
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(downloaded(officer, "XLSX"))).namelist()


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return waiting.value.path().read_bytes()
