"""The fleet in both languages: the team prepares a Pemda, its first IT admin comes in, and the team finds it again."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PASSWORD, PHONE

languages = pytest.mark.parametrize("language", ["id", "en"])
WORDS = {
    "id": {
        "code": "33.71",
        "name": "Kota Magelang",
        "ready": "Siapkan Pemda",
        "done": re.compile(r"Selesai dalam"),
        "invited": "Selamat datang di Adopsi: Kota Magelang siap",
        "steps": re.compile(r"\d+ dari \d+ langkah selesai"),
        "made": "Menyiapkan Pemda",
    },
    "en": {
        "code": "33.76",
        "name": "Kota Tegal",
        "ready": "Set up the Pemda",
        "done": re.compile(r"Done in|Finished in"),
        "invited": "Selamat datang di Adopsi: Kota Tegal siap",
        "steps": re.compile(r"\d+ of \d+ steps done"),
        "made": "Setting up the Pemda",
    },
}


def speak(page, site, host, language):
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(host)}])


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def code_of(secret):
    """What an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def mail_to(page, site, address, subject):
    """Open the newest caught mail to the address with this in its subject; its text."""
    for _turn in range(40):
        page.goto(site.url("", f"/surat-peraga/?cari={address}"))
        found = page.locator("main li", has_text=subject)
        if found.count():
            break
        page.wait_for_timeout(250)
    with page.expect_navigation():
        found.first.locator("a").click()
    return page.locator("main").inner_text()


@languages
def test_a_pemda_is_prepared_and_its_admin_comes_in(site, visit, signed_in, language):
    words, host = WORDS[language], f"prakarsa-{language}"
    address = f"ratna@{host}.example"
    team = signed_in("", "tiara", size=DESK)
    speak(team, site, "", language)
    team.goto(site.url("", "/armada/baru/"))
    team.locator("#id_region").press_sequentially(words["code"])
    expect(team.locator("#region-hint")).to_contain_text(words["name"])
    team.locator("#id_subdomain").fill(host)
    team.locator("#id_admin_name").fill("Ratna Dewi")
    team.locator("#id_admin_email").fill(address)
    team.locator("#id_reason").fill(f"Kesepakatan {language}")
    press(team, words["ready"])
    expect(team.get_by_role("main")).to_contain_text(words["done"], timeout=20_000)

    admin = visit(size=PHONE)
    speak(admin, site, host, language)
    mail_to(admin, site, address, words["invited"])
    come_in(admin, site, host, address)
    admin.goto(site.url(host, "/konsol/"))
    expect(admin.get_by_role("main")).to_contain_text(words["steps"])

    for path in ("/armada/matriks/?cari=", "/armada/?cari="):
        team.goto(site.url("", path + words["code"]))
        expect(team.locator("main tbody tr")).to_have_count(1)
    with team.expect_navigation():
        team.locator("main tbody").get_by_role("link", name=words["name"]).first.click()
    team.goto(site.url("", f"/armada/{words['code']}/riwayat/"))
    expect(team.get_by_role("main")).to_contain_text(words["made"])
    expect(team.get_by_role("main")).to_contain_text(f"Kesepakatan {language}")


def come_in(page, site, host, address):
    """Choose a password by "forgot my password", log in, and set up the second factor."""
    page.goto(site.url(host, "/akun/sandi/lupa/"))
    page.locator("#id_contact").fill(address)
    page.locator("#id_contact").press("Enter")
    reset = page.url
    inbox = page.context.new_page()
    code = re.search(
        r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", mail_to(inbox, site, address, re.compile("sandi|password", re.I))
    )
    inbox.close()
    assert code, reset
    page.locator("#id_code").fill(code[0])
    page.locator("#id_code").press("Enter")
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password1").press("Enter")
    page.goto(site.url(host, "/akun/masuk/"))
    page.locator("#id_login").fill(address)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/akun/verifikasi/**")
    page.goto(site.url(host, "/akun/verifikasi/aplikasi/"))
    page.locator("#id_code").fill(code_of(page.locator("[data-totp-secret]").text_content().strip()))
    with page.expect_navigation():
        page.locator("#id_code").press("Enter")
