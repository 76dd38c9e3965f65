"""Officers at LAKSA's queue in both languages: many at once and back, saved views, duplicates, two at one report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK

HOST, QUEUE = "tangerang", "/konsol/m/laksa/"
languages = pytest.mark.parametrize("language", ["id", "en"])
WORDS = {
    "id": {
        "reject": "Tolak",
        "yes_reject": "Ya, tolak",
        "will": re.compile(r"2 laporan akan ditindak"),
        "undo": "Batalkan tindakan ini",
        "restored": "2 laporan kembali seperti semula.",
        "save": "Simpan tampilan",
        "default": "Buka daftar ini dengan tampilan ini",
        "do_save": "Simpan",
        "all": "Semua",
        "delete": "Hapus tampilan",
        "yes_delete": "Ya, hapus",
        "merge": "Gabung ke nomor ini",
        "merged": "Digabung ke",
        "unmerge": "Batalkan penggabungan",
        "yes_unmerge": "Ya, pisahkan",
        "apart": "Penggabungan dibatalkan",
        "changed": "Laporan ini baru saja diubah oleh Budi",
        "handler": re.compile("Pejabat Penghubung"),
    },
    "en": {
        "reject": "Refuse",
        "yes_reject": "Yes, refuse",
        "will": re.compile(r"2 reports will be acted on"),
        "undo": "Undo this",
        "restored": "2 reports are as they were before.",
        "save": "Save view",
        "default": "Open this list with this view",
        "do_save": "Save",
        "all": "All",
        "delete": "Delete view",
        "yes_delete": "Yes, delete",
        "merge": "Merge into this number",
        "merged": "Merged into",
        "unmerge": "Undo the merging",
        "yes_unmerge": "Yes, separate",
        "apart": "The merging was undone",
        "changed": re.compile("Budi"),
        "handler": re.compile("Liaison officer"),
    },
}


@pytest.fixture
def officer(site, signed_in):
    """An officer's page in a language: `officer("wulan", "en")`."""

    def enter(who, language):
        page = signed_in(HOST, who, size=DESK)
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST)}])
        return page

    return enter


def numbers_on(page):
    return page.locator("[data-row] [data-choose]").evaluate_all("boxes => boxes.map((box) => box.value)")


@languages
def test_many_at_once_by_keyboard_and_back(site, officer, language):
    page, words = officer("wulan", language), WORDS[language]
    page.goto(site.url(HOST, f"{QUEUE}?state=diajukan"))
    first, second = numbers_on(page)[:2]
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-chosen-count]")).to_have_text("2")
    page.get_by_role("button", name=words["reject"], exact=True).click()
    expect(page.get_by_text(words["will"])).to_be_visible()
    page.get_by_role("button", name=words["yes_reject"]).click()
    # Without a reason nothing happened, and the question is still there.
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.locator("#id_text").fill("Bukan laporan.")
    page.get_by_role("button", name=words["yes_reject"]).click()
    page.wait_for_url("**/?state=diajukan")
    assert not {first, second} & set(numbers_on(page))
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.get_by_text(words["restored"])).to_be_visible()
    assert {first, second} <= set(numbers_on(page))


@languages
def test_a_saved_view_opens_the_queue(site, officer, language):
    page, words, name = officer("wulan", language), WORDS[language], f"Sampah {language}"
    page.goto(site.url(HOST, f"{QUEUE}?category=sampah"))
    shown = numbers_on(page)
    page.get_by_text(words["save"], exact=True).click()
    page.locator("#view-name").fill(name)
    page.get_by_text(words["default"], exact=True).click()
    page.locator("#tampilan").get_by_role("button", name=words["do_save"], exact=True).click()
    page.wait_for_url("**view=*")
    page.goto(site.url(HOST, QUEUE))
    expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    assert numbers_on(page) == shown
    page.locator("#tampilan").get_by_role("link", name=words["all"], exact=True).click()
    page.wait_for_url("**view=semua")
    assert numbers_on(page) != shown
    page.get_by_role("link", name=name).click()
    page.get_by_text(words["delete"], exact=True).click()
    page.get_by_role("button", name=words["yes_delete"]).click()
    page.wait_for_url("**view=semua")
    expect(page.get_by_role("link", name=name)).to_have_count(0)


@languages
def test_a_duplicate_is_merged_and_taken_apart(site, officer, language):
    page, words = officer("wulan", language), WORDS[language]
    page.goto(site.url(HOST, f"{QUEUE}?state=didisposisikan"))
    # A confidential one is no main report for another reporter.
    open_rows = page.locator("[data-row]").filter(has_not_text=re.compile("Rahasia|Confidential"))
    main = open_rows.locator("[data-choose]").first.get_attribute("value")
    page.goto(site.url(HOST, f"{QUEUE}?state=diajukan"))
    [later, *_others] = numbers_on(page)
    page.goto(site.url(HOST, f"{QUEUE}laporan/{later}/"))
    page.locator("#gabung-nomor").fill(main)
    page.get_by_role("button", name=words["merge"]).click()
    expect(page.get_by_text(f"{words['merged']} {main}").first).to_be_visible()
    page.goto(site.url(HOST, f"{QUEUE}laporan/{main}/"))
    expect(page.get_by_text(later).first).to_be_visible()
    page.goto(site.url(HOST, f"{QUEUE}laporan/{later}/"))
    page.get_by_text(words["unmerge"], exact=True).click()
    page.get_by_role("button", name=words["yes_unmerge"]).click()
    expect(page.get_by_text(words["apart"]).first).to_be_visible()
    page.goto(site.url(HOST, f"{QUEUE}?state=diajukan"))
    assert later in numbers_on(page)


@languages
def test_two_officers_answer_one_report_and_no_word_is_lost(site, officer, language):
    words = WORDS[language]
    second = officer("rina", language)
    second.goto(site.url(HOST, "/konsol/katalog/laksa/"))
    take = second.get_by_role("button", name=words["handler"])
    if take.count():
        with second.expect_navigation():
            take.click()
    first = officer("budi", language)
    address = report_in_work(first, site)
    first.goto(address)
    second.goto(address)
    answer = "form[action$='/tanggapi/'] textarea"
    first.locator(answer).fill("Sudah ditambal pagi ini.")
    second.locator(answer).fill("Kami jadwalkan hari Kamis.")
    first.locator("form[action$='/tanggapi/'] button[type=submit]").click()
    expect(first.locator("#percakapan")).to_contain_text("Sudah ditambal pagi ini.")
    second.locator("form[action$='/tanggapi/'] button[type=submit]").click()
    expect(second.locator("[data-error-summary]")).to_contain_text(words["changed"])
    # What the second wrote is still there, beside the answer that was faster.
    expect(second.locator(answer)).to_have_value("Kami jadwalkan hari Kamis.")
    expect(second.locator("#percakapan")).to_contain_text("Sudah ditambal pagi ini.")
    expect(second.locator("#percakapan")).not_to_contain_text("Kami jadwalkan")


def report_in_work(page, site):
    """The address of a report that the officer's OPD works on; takes one up where there is none."""
    for state in ("diproses", "didisposisikan"):
        page.goto(site.url(HOST, f"{QUEUE}?state={state}"))
        if found := numbers_on(page):
            break
    page.goto(site.url(HOST, f"{QUEUE}laporan/{found[0]}/"))
    if state == "didisposisikan":
        with page.expect_navigation():
            page.locator("form[action$='/kerjakan/'] button[type=submit]").click()
    return site.url(HOST, f"{QUEUE}laporan/{found[0]}/")
