"""Web push from the button to the notice on the screen, in a real browser with its real service worker.

Chromium's own push service is its maker's and out of reach of a test: `PushManager.subscribe` alone is put in its
place, by an address and keys of the test, and what came to that address is given to the browser over its debugging
port, where the push service would give it. The page's script, the server, the encryption and the worker are the real
ones.
"""

from __future__ import annotations

import base64
import http.server
import json
import queue
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from tenants.notifications import webpush
from tests.journeys.conftest import PHONE
from tests.journeys.test_portal_acts import BOTH, HOST, file_report, speak
from tests.journeys.test_portal_offline import until

SECRET = webpush.to_text(b"0123456789abcdef")
WORDS = {
    "id": {"on": "Nyalakan di peramban ini", "here": "Peramban ini", "received": "kami terima", "denied": "menolak"},
    "en": {"on": "Turn on in this browser", "here": "This browser", "received": "We received", "denied": "refuses"},
}
SETTINGS = "/notifikasi/pengaturan/"
SUBSCRIBES = """(() => {
  const made = MADE;
  const kept = () => sessionStorage.getItem("uji-push");
  const mine = { endpoint: made.endpoint, toJSON: () => made,
    unsubscribe: async () => { sessionStorage.removeItem("uji-push"); return true; } };
  PushManager.prototype.getSubscription = async () => (kept() ? mine : null);
  PushManager.prototype.subscribe = async (options) => {
    sessionStorage.setItem("uji-push", btoa(String.fromCharCode(...options.applicationServerKey)));
    return mine;
  };
})()"""
SHOWN = """async () => (await registration.getNotifications())
  .map(({ title, body, tag, icon, data }) => ({ title, body, tag, icon: new URL(icon).pathname, url: data.url }))"""
# A click of a script is no person's: it may open no window, so that the worker's wish is written down instead.
CLICKED = """async () => {
  const opened = [];
  clients.openWindow = async (address) => opened.push(address);
  const [notification] = await registration.getNotifications();
  const click = new NotificationEvent("notificationclick", { notification });
  click.waitUntil = () => {};
  dispatchEvent(click);
  return { opened, left: (await registration.getNotifications()).length };
}"""


@pytest.fixture
def service() -> Iterator[tuple[str, queue.Queue[tuple[dict[str, str], bytes]]]]:
    """What a browser maker runs: an address, and the sealed messages that came to it."""
    taken: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.put((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/kirim/{uuid.uuid4()}", taken
    server.shutdown()
    server.server_close()


@BOTH
def test_a_push_message_goes_the_whole_way_to_the_screen(site, signed_in, service, language):
    page, words, (address, taken) = signed_in(HOST, "sari", size=PHONE), WORDS[language], service
    speak(page, site, language)
    browser = ec.generate_private_key(webpush.CURVE)
    turn_on(page, site, words, address, browser)
    title = f"Jembatan retak ({language})"
    number = file_report(page, site, title)
    headers, body = taken.get(timeout=20)
    assert is_for_this_page(page, headers)
    assert number.encode() not in body
    message = json.loads(webpush.decrypt(body, browser=browser, secret=SECRET))
    assert (message["title"], number in message["body"]) == ("Kota Tangerang", True)
    assert words["received"] in message["body"]

    deliver(page, site, json.dumps(message))
    worker = next(each for each in page.context.service_workers if each.url.startswith(site.url(HOST, "/")))
    assert worker.evaluate(SHOWN) == [message]
    assert site.get(HOST, message["icon"]) == 200
    clicked = worker.evaluate(CLICKED)
    assert clicked == {"opened": [site.url(HOST, message["url"])], "left": 0}
    page.goto(clicked["opened"][0])
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)

    page.goto(site.url(HOST, SETTINGS))
    page.locator("[data-push-off]").click()
    expect(page.locator("[data-push-on]")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(words["here"])


def turn_on(page, site, words, address, browser):
    keys = {"p256dh": webpush.to_text(webpush.public_bytes(browser)), "auth": SECRET}
    page.context.add_init_script(SUBSCRIBES.replace("MADE", json.dumps({"endpoint": address, "keys": keys})))
    permit(page, site, "denied")
    page.goto(site.url(HOST, SETTINGS))
    expect(page.locator("[data-push-status]")).to_contain_text(words["denied"])
    expect(page.get_by_role("button", name=words["on"])).to_be_disabled()
    permit(page, site, "granted")
    page.reload()
    page.get_by_role("button", name=words["on"]).click()
    expect(page.locator("[data-push-off]")).to_be_visible()
    page.wait_for_load_state("load")


def permit(page, site, setting):
    """What a person answers when the browser asks whether the portal may show notices."""
    cdp = page.context.new_cdp_session(page)
    context = cdp.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    about = {"origin": site.url(HOST, ""), "browserContextId": context}
    cdp.send("Browser.setPermission", {"permission": {"name": "notifications"}, "setting": setting, **about})


def is_for_this_page(page, headers):
    """Whether the message is signed with the key that the browser was told when it subscribed."""
    raw = base64.b64decode(page.evaluate("sessionStorage.getItem('uji-push')"))
    is_signed = headers["Authorization"].endswith(f"k={webpush.to_text(raw)}")
    return is_signed and headers["Content-Encoding"] == "aes128gcm"


def deliver(page, site, text):
    """Hand a message to the browser where its push service would; waits until the worker showed it."""
    cdp, known = page.context.new_cdp_session(page), []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    cdp.send("ServiceWorker.enable")
    page.goto(site.url(HOST, SETTINGS))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    origin = site.url(HOST, "")
    mine = next(each["registrationId"] for each in reversed(known) if each["scopeURL"].startswith(origin))
    cdp.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": mine, "data": text})
    until(page, "navigator.serviceWorker.ready.then((each) => each.getNotifications()).then((all) => all.length > 0)")
