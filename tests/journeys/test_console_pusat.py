"""Console and pusat: the palette by keyboard, a bulk act and its undo, an announcement to banner and mail; axe on all."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect

from tests.isolation.world import routes
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.looks import Looks

WORDS = {
    "id": {
        "invite": "Undang petugas",
        "help": "Tombol pintas",
        "continue": "Lanjut",
        "yes": re.compile("^Ya: Tutup OPD"),
        "undo": "Urungkan",
        "back": "2 baris kembali seperti semula.",
        "write": "Tulis pengumuman",
        "send": "Kirim",
        "really": "Ya, kirim sekarang",
        "banner": "Pengumuman dari Tim Pusat",
        "close": re.compile("Tutup banner"),
        "save": "Simpan dan lihat pratinjau",
    },
    "en": {
        "invite": "Invite officers",
        "help": "Keyboard shortcuts",
        "continue": "Continue",
        "yes": re.compile("^Yes: Close OPD"),
        "undo": "Undo",
        "back": "2 rows are as they were before.",
        "write": "Write an announcement",
        "send": "Send",
        "really": "Yes, send now",
        "banner": "Announcement from the Tangerang team",
        "close": re.compile("Close the banner"),
        "save": "Save and see the preview",
    },
}
languages = pytest.mark.parametrize("language", ["id", "en"])


def speak(page, site, host, language):
    url = site.url(host, "/")
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": url}])


@languages
def test_palette_leads_by_keyboard_alone(site, signed_in, language):
    page, words = signed_in("karawang", "rina", size=PHONE if language == "en" else DESK), WORDS[language]
    speak(page, site, "karawang", language)
    page.goto(site.url("karawang", "/konsol/"))
    page.keyboard.press("Control+k")
    box = page.locator("#palet-isi")
    expect(box).to_be_focused()
    expect(page.locator("#palet").get_by_role("option").first).to_be_visible()
    box.fill(words["invite"][:6])
    expect(page.locator("#palet").get_by_role("option", selected=True)).to_contain_text(words["invite"].split()[0])
    page.keyboard.press("Escape")
    expect(page.locator("#palet")).not_to_be_visible()
    page.keyboard.press("Control+k")
    box.fill(words["invite"])
    expect(page.locator("#palet").get_by_role("option", selected=True)).to_contain_text(words["invite"])
    assert box.get_attribute("aria-activedescendant") == page.locator("#palet").get_by_role(
        "option", selected=True
    ).get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/konsol/orang/undang/")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name=words["help"])).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/konsol/opd/")
    page.wait_for_load_state()
    # What was chosen stands first the next time, on this device alone.
    page.keyboard.press("Control+k")
    expect(page.locator("#palet").get_by_role("option").first).to_contain_text(words["invite"])


@languages
def test_many_are_closed_and_brought_back(site, signed_in, language):
    page, words = signed_in("karawang", "rina", size=DESK), WORDS[language]
    speak(page, site, "karawang", language)
    page.goto(site.url("karawang", "/konsol/opd/?cari=Badan"))
    rows = page.locator("input[name=pilih]")
    for index in range(2):
        rows.nth(index).check()
    page.select_option("#tindakan", "close-opd")
    page.get_by_role("button", name=words["continue"]).click()
    page.get_by_role("button", name=words["yes"]).click()
    page.wait_for_url("**/konsol/opd/")
    page.get_by_role("button", name=words["undo"], exact=True).click()
    expect(page.get_by_text(words["back"])).to_be_visible()


@languages
def test_announcement_reaches_banner_and_mail(site, signed_in, visit, language):
    words, title = WORDS[language], f"Pemeliharaan {language} {int(time.time())}"
    team = signed_in("", "tiara", size=DESK)
    speak(team, site, "", language)
    team.goto(site.url("", "/pengumuman/"))
    team.get_by_role("link", name=words["write"]).first.click()
    for name, text in (("title_id", title), ("title_en", title), ("body_id", "Sabtu."), ("body_en", "Saturday.")):
        team.locator(f"#id_{name}").fill(text)
    team.locator("input[name=audience][value=picked]").check()
    team.locator("#id_picked").fill("32.15")
    team.get_by_role("button", name=words["save"]).click()
    expect(team.locator("main")).to_contain_text("Kabupaten Karawang")
    team.get_by_text(words["send"], exact=True).click()
    with team.expect_navigation():
        team.get_by_role("button", name=words["really"]).click()

    page = signed_in("karawang", "rina", size=PHONE)
    speak(page, site, "karawang", language)
    page.goto(site.url("karawang", "/konsol/"))
    banner = page.get_by_role("region", name=words["banner"]).filter(has_text=title)
    expect(banner).to_be_visible()
    banner.get_by_role("button", name=words["close"]).click()
    expect(banner).to_have_count(0)
    page.goto(site.url("karawang", "/konsol/pengumuman/"))
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("article")).to_contain_text("Sabtu." if language == "id" else "Saturday.")

    inbox = visit(size=DESK)
    for _turn in range(20):
        inbox.goto(site.url("", "/surat-peraga/"))
        if inbox.get_by_text(title).count():
            break
        inbox.wait_for_timeout(500)
    expect(inbox.get_by_text(title).first).to_be_visible()


# --- every page, looked at by axe ---------------------------------------------------------------------

# What leads out of a session, or is a file.
LEFT_OUT = re.compile(r"/keluar/|\.json|format=|unduh=|/unduh/|/ekspor/|\.csv|\.pdf|/arsip/|/sertifikat/|\?q=")


def name_of(path, urlconf):
    try:
        return resolve(path.partition("?")[0], urlconf).view_name
    except Resolver404:
        return ""


def walk(page, site, host, start, urlconf):
    """One address for each page that can be reached from the first one or needs no key."""
    plain = [route.pattern for route in routes(urlconf) if not route.parameters]
    waiting = [start, *("/" + path for path in plain if ("/" + path).startswith(start))]
    seen = {}
    while waiting:
        path = waiting.pop(0)
        name = name_of(path, urlconf)
        if not name or name in seen or LEFT_OUT.search(path):
            continue
        status, body = site.read(host, path, page.context.cookies())
        if status != 200 or "<html" not in body:
            continue
        seen[name] = path
        waiting += [unescape(link) for link in re.findall(r'href="(/[^"#]*)"', body) if link.startswith(start)]
    return sorted(seen.values())


@pytest.mark.parametrize(
    ("host", "who", "start", "urlconf", "least"),
    [("bekasi", "rina", "/konsol/", "adopsi.urls_pemda", 40), ("", "tiara", "/", "adopsi.urls_pusat", 25)],
    ids=["console", "pusat"],
)
def test_axe_finds_nothing_on_any_page(site, signed_in, host, who, start, urlconf, least):
    page = signed_in(host, who)
    looks, paths = Looks(page, site), walk(page, site, host, start, urlconf)
    assert len(paths) >= least, paths
    for path in paths:
        looks.at(host, path)
    assert looks.found == {}
