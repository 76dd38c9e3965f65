"""At the gate: the officer's camera reads a ticket once, and the visitor's phone shows it without a network."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import CHROMIUM, PHONE
from tests.journeys.test_eplesiran_tickets import in_language
from tests.journeys.test_portal_offline import until

TICKETS = "/eplesiran/tiket-saya/"
GATE = "Gerbang Utara"
WORDS = {
    "id": {
        "order": "Pesan dan bayar",
        "pay": "Bayar (peragaan)",
        "scan": "Pindai dengan kamera",
        "stop": "Matikan kamera",
        "in": "Silakan masuk",
        "used": "Sudah dipakai",
        "where": f"di {GATE}.",
        "log_out": "Keluar",
    },
    "en": {
        "order": "Book and pay",
        "pay": "Pay (demonstration)",
        "scan": "Scan with the camera",
        "stop": "Turn the camera off",
        "in": "Come in",
        "used": "Used already",
        "where": f"at {GATE}.",
        "log_out": "Log out",
    },
}
# Chromium plays the pictures thirty a second and begins anew: two seconds with the ticket, four without.
SHOWN, HIDDEN = 60, 120
# Also where the test's own browser has a detector, the page must do without it.
NO_DETECTOR = "delete window.BarcodeDetector"


def buy(page, site, words):
    """A ticket for one adult for today; the page shows it then."""
    page.goto(site.url("poso", "/eplesiran/tempat/danau-poso/tiket/"))
    page.locator("[data-price]").first.fill("1")
    with page.expect_navigation(url="**/bayar/**"):
        page.get_by_role("button", name=words["order"]).click()
    with page.expect_navigation(url="**/tiket-saya/**"):
        page.get_by_role("button", name=words["pay"]).click()
    return page.locator("[data-code]").inner_text()


def film(ticket, path):
    """What a camera sees when a ticket is held before it and taken away, as Motion JPEG."""
    code = Image.open(io.BytesIO(ticket.screenshot())).convert("RGB").resize((300, 300))
    without = Image.new("RGB", (640, 480), "#777777")
    shown = without.copy()
    shown.paste(code, (170, 90))
    frames = []
    for picture in (shown, without):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=85)
        frames.append(buffer.getvalue())
    path.write_bytes(frames[0] * SHOWN + frames[1] * HIDDEN)
    return path


@pytest.fixture
def camera(browser, request):
    """A browser before whose camera a film runs: `camera(path, state)` gives a page with that storage."""
    opened = []

    def open_page(path, state, script):
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--use-fake-ui-for-media-stream"]
        arguments += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={path}"]
        own = browser.browser_type.launch(executable_path=CHROMIUM, args=arguments)
        opened.append(own)
        context = own.new_context(viewport=PHONE, locale="id-ID", storage_state=state)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.add_init_script(script)
        return page

    yield open_page
    for each in opened:
        each.close()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_camera_lets_a_ticket_in_once_and_then_says_when_and_where(site, signed_in, camera, tmp_path, language):
    words = WORDS[language]
    citizen = in_language(signed_in("poso", "sari", size=PHONE), site, language)
    code = buy(citizen, site, words)
    path = film(citizen.locator("[data-ticket] svg"), tmp_path / "tiket.mjpeg")
    officer = in_language(signed_in("poso", "wulan", size=PHONE), site, language)
    gate = camera(path, officer.context.storage_state(), NO_DETECTOR)
    faults = []
    gate.on("pageerror", lambda error: faults.append(str(error)))
    gate.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    gate.goto(site.url("poso", "/konsol/m/eplesiran/gerbang/"))
    gate.get_by_role("link", name="Danau Poso").click()
    gate.locator("#gerbang").fill(GATE)
    assert gate.evaluate("typeof jsQR") == "undefined"
    gate.get_by_role("button", name=words["scan"]).click()

    said = gate.locator("#hasil [data-tone]")
    expect(said).to_have_attribute("data-tone", "masuk", timeout=15_000)
    expect(said).to_contain_text(words["in"])
    expect(said).to_contain_text(code)
    expect(said).to_have_attribute("data-tone", "tolak", timeout=15_000)
    expect(said).to_contain_text(words["used"])
    expect(said).to_contain_text(words["where"])
    assert gate.evaluate("typeof jsQR") == "function"
    gate.get_by_role("button", name=words["stop"]).click()
    expect(gate.locator("[data-camera]")).to_be_hidden()
    assert faults == []
    citizen.reload()
    expect(citizen.locator("[data-ticket]")).to_contain_text(words["used"])


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_ticket_is_shown_without_a_network_until_its_owner_logs_out(site, signed_in, language):
    words = WORDS[language]
    citizen = in_language(signed_in("poso", "sari", size=PHONE), site, language)
    citizen.goto(site.url("poso", "/eplesiran/"))
    citizen.evaluate("navigator.serviceWorker.ready.then(() => true)")
    code = buy(citizen, site, words)
    ticket = citizen.url
    citizen.goto(site.url("poso", TICKETS))
    citizen.wait_for_load_state("networkidle")
    citizen.context.set_offline(True)
    citizen.goto(site.url("poso", TICKETS))
    citizen.locator(f"a[href='/{ticket.split('/', 3)[3]}']").click()
    expect(citizen.locator("[data-code]")).to_have_text(code)
    expect(citizen.locator("[data-ticket] svg")).to_be_visible()

    citizen.context.set_offline(False)
    citizen.goto(site.url("poso", "/akun/"))
    with citizen.expect_navigation():
        citizen.locator("main").get_by_role("button", name=words["log_out"], exact=True).click()
    until(citizen, "caches.has('adopsi-own').then((is) => !is)")
    citizen.context.set_offline(True)
    citizen.goto(ticket)
    expect(citizen.locator("h1")).to_be_visible()
    expect(citizen.locator("body")).not_to_contain_text(code)
