"""Acts of the console in both languages: a webhook that fails and is replayed, support asked for and revoked."""

from __future__ import annotations

import http.server
import re
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

HOST = "bekasi"
languages = pytest.mark.parametrize("language", ["id", "en"])
WORDS = {
    "id": {
        "add": "Tambah webhook",
        "open": "Selesai, buka webhook",
        "try": "Kirim percobaan",
        "delivered": "Terkirim",
        "failed": "Gagal",
        "disabled": "Dimatikan karena kiriman tidak diterima",
        "resume": "Lanjutkan",
        "again": "Kirim ulang",
        "remove": "Hapus",
        "yes_remove": "Ya, hapus webhook",
        "ask": "Kirim permintaan",
        "allow": "Izinkan",
        "yes_allow": "Ya, izinkan",
        "make_link": "Buat tautan masuk",
        "enter": re.compile("^Masuk ke konsol"),
        "revoke": "Cabut sekarang",
        "yes_revoke": "Ya, cabut",
    },
    "en": {
        "add": "Add a webhook",
        "open": "Done, open the webhook",
        "try": "Send a test",
        "delivered": "Delivered",
        "failed": "Failed",
        "disabled": "Disabled because deliveries were not accepted",
        "resume": "Resume",
        "again": "Send again",
        "remove": "Delete",
        "yes_remove": "Yes, remove the webhook",
        "ask": "Send the request",
        "allow": "Allow",
        "yes_allow": "Yes, allow",
        "make_link": "Make a link to enter",
        "enter": re.compile("^Enter the console"),
        "revoke": "Revoke now",
        "yes_revoke": "Yes, revoke",
    },
}


def speak(page, site, host, language):
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(host)}])


def press(page, scope, name, exact=True):
    """Press the button that posts a form, and wait for the page that answers."""
    with page.expect_navigation():
        scope.get_by_role("button", name=name, exact=exact).first.click()


def confirm(page, opener, name):
    """Open the question and say yes."""
    box = page.locator("details.confirm").filter(has=page.locator("summary", has_text=re.compile(f"^{opener}$"))).first
    box.locator("summary").click()
    press(page, page, name)


class Receiver:
    """Another system: what it got, and how it answers."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.status = 200


@pytest.fixture
def receiver() -> Iterator[tuple[Receiver, str]]:
    """A server of this machine, and its address; the demonstration may call private ones."""
    state = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            state.ids.append(self.headers["webhook-id"])
            self.send_response(state.status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state, f"http://127.0.0.1:{server.server_port}/masuk"
    server.shutdown()
    server.server_close()


@languages
def test_a_webhook_fails_is_put_right_and_replayed(site, signed_in, receiver, language):
    (other, address), words = receiver, WORDS[language]
    page = signed_in(HOST, "rina", size=DESK)
    speak(page, site, HOST, language)
    page.goto(site.url(HOST, "/konsol/webhook/tambah/"))
    page.locator("#id_name").fill(f"Dasbor {language}")
    page.locator("#id_url").fill(address)
    page.locator("input[name=kinds]").first.check()
    press(page, page, words["add"])
    assert page.locator("#kunci").input_value().startswith("whsec_")
    page.get_by_role("link", name=words["open"]).click()
    page.wait_for_url(re.compile(r"/konsol/webhook/\d+/$"))
    webhook = page.url
    other.status = 410
    press(page, page, words["try"])
    delivery = page.url
    expect(page.locator("#percobaan")).to_contain_text("HTTP 410", timeout=15_000)
    expect(page.locator("#percobaan")).to_contain_text(words["failed"])
    page.goto(webhook)
    expect(page.get_by_role("main")).to_contain_text(words["disabled"])
    other.status = 200
    press(page, page, words["resume"])
    page.goto(delivery)
    press(page, page, words["again"])
    expect(page.locator("#percobaan")).to_contain_text("HTTP 200", timeout=15_000)
    expect(page.locator("#percobaan")).to_contain_text(words["delivered"])
    assert len(other.ids) == 2
    assert len(set(other.ids)) == 1
    page.goto(webhook)
    confirm(page, words["remove"], words["yes_remove"])
    page.wait_for_url("**/konsol/webhook/")


@languages
def test_support_is_asked_for_granted_entered_and_revoked(site, signed_in, visit, language):
    words, reason = WORDS[language], f"Tiket {language} {int(time.time())}"
    team = signed_in("", "tiara", size=DESK)
    speak(team, site, "", language)
    team.goto(site.url("", "/dukungan/minta/"))
    team.select_option("#id_pemda", "32.16")
    team.locator("#id_reason").fill(reason)
    press(team, team, words["ask"])
    access = team.url

    admin = signed_in(HOST, "rina", size=PHONE)
    speak(admin, site, HOST, language)
    admin.goto(site.url(HOST, "/konsol/dukungan/"))
    row = admin.locator("li.panel").filter(has_text=reason)
    row.locator("summary", has_text=re.compile(f"^{words['allow']}$")).click()
    press(admin, row, words["yes_allow"])

    team.goto(access)
    press(team, team, words["make_link"])
    with team.expect_navigation():
        team.get_by_role("link", name=words["enter"]).click()
    assert team.url.startswith(site.url(HOST, "/konsol/"))
    team.goto(site.url(HOST, "/konsol/orang/"))
    expect(team.get_by_role("heading", level=1)).to_be_visible()

    row.locator("summary", has_text=re.compile(f"^{words['revoke']}$")).click()
    press(admin, row, words["yes_revoke"])
    answer = team.goto(site.url(HOST, "/konsol/orang/"))
    assert answer is not None
    assert answer.status == 403
