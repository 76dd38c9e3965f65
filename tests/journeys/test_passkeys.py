"""A passkey in a real browser: made, used instead of a password, and used as the second step."""

from __future__ import annotations

from tests.journeys.conftest import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_replaces_password_and_code(site, signed_in):
    page = signed_in("bekasi", "wulan")
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    page.goto(site.url("bekasi", "/akun/verifikasi/kunci-sandi/tambah/"))
    page.check("#id_passwordless")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/akun/verifikasi/**")
    page.goto(site.url("bekasi", "/akun/verifikasi/"))
    page.get_by_text("Kunci sandi 1").first.wait_for()

    _leave(page, site)
    page.click("form[data-passkey=login] button")
    page.wait_for_url("**/konsol/")

    _leave(page, site)
    page.fill("#id_login", "wulan@bekasi.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/akun/masuk/verifikasi/")
    page.click("form[data-passkey=get] button")
    page.wait_for_url("**/konsol/")


def _leave(page, site):
    page.goto(site.url("bekasi", "/akun/keluar/"))
    with page.expect_navigation():
        page.locator("main form[action='/akun/keluar/'] button").click()
    page.goto(site.url("bekasi", "/akun/masuk/"))
