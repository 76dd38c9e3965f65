"""Push messages to a push service of the test's own, which reads what only the browser can read."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tenants.identity.sessions import end_sessions
from tenants.notifications import push, webpush
from tenants.notifications.choices import choose_notices
from tenants.notifications.errors import BadSubscription
from tenants.notifications.models import Notification, PushKey, PushSubscription
from tenants.notifications.push import (
    living_subscriptions,
    push_key,
    send_to_browsers,
    subscribe,
    unsubscribe,
    unsubscribe_all,
)
from tenants.notifications.services import notify

SECRET = webpush.to_text(b"0123456789abcdef")


@pytest.fixture(autouse=True)
def _here(in_poso):
    """Every test runs inside Poso."""


@dataclass
class PushService:
    """What a browser maker runs: takes sealed messages, answers with `status`."""

    address: str = ""
    status: int = 201
    seconds: float = 0
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service on this machine."""
    kept, ended = PushService(), threading.Event()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.taken.append((dict(self.headers), body))
            ended.wait(kept.seconds if self.path.endswith("/lambat") else 0)
            self.send_response(kept.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.address = f"http://127.0.0.1:{server.server_port}/kirim/abc"
    yield kept
    ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed(settings):
    """Private addresses are allowed, as in the demonstration."""
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True


@pytest.fixture
def browser() -> ec.EllipticCurvePrivateKey:
    """The browser's own key."""
    return ec.generate_private_key(webpush.CURVE)


@pytest.fixture
def signed_in(sari) -> str:
    """The key of a living session of Sari."""
    session = SessionStore()
    session["x"] = 1
    session.save()
    UserSession.objects.create(user=sari, session_key=session.session_key, ip="127.0.0.1", user_agent="uji")
    return session.session_key


@pytest.fixture
def asked(allowed, service, browser, sari, signed_in) -> PushSubscription:
    """Sari's browser asked to be told."""
    public = webpush.to_text(webpush.public_bytes(browser))
    return subscribe(
        person=sari, session_key=signed_in, endpoint=service.address, public=public, secret=SECRET, device="Chrome"
    )


def test_the_browser_alone_reads_a_short_text(asked, service, browser, sari, poso):
    note = notify(
        person=sari, kind="laksa.reply", subject="Laporan Anda ditanggapi", body="Rincian panjang", path="/x/"
    )
    assert send_to_browsers(note=note, pemda=poso) == 0
    headers, body = service.taken[0]
    assert b"ditanggapi" not in body
    message = json.loads(webpush.decrypt(body, browser=browser, secret=SECRET))
    assert (message["title"], message["body"]) == ("Kabupaten Poso", "Laporan Anda ditanggapi")
    assert message["url"] == f"/notifikasi/{note.pk}/"
    assert "Rincian" not in str(message)
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Authorization"].endswith(f"k={push_key().public}")
    asked.refresh_from_db()
    assert asked.last_sent_at is not None


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(asked, service, sari, poso, status):
    service.status = status
    assert send_to_browsers(note=notify(person=sari, kind="uji.satu", subject="Satu"), pemda=poso) == 0
    assert not PushSubscription.objects.exists()


def test_a_push_service_in_trouble_is_asked_again(asked, service, sari, poso):
    service.status = 503
    assert send_to_browsers(note=notify(person=sari, kind="uji.satu", subject="Satu"), pemda=poso) == 1
    assert PushSubscription.objects.count() == 1


def test_a_slow_push_service_holds_no_other(asked, service, browser, sari, signed_in, poso, monkeypatch):
    monkeypatch.setattr(push, "LONGEST_WAIT", 1.0)
    service.seconds = 20
    public = webpush.to_text(webpush.public_bytes(browser))
    slow = subscribe(
        person=sari, session_key=signed_in, endpoint=f"{service.address}/lambat", public=public, secret=SECRET
    )
    # The newest is asked first.
    assert living_subscriptions(sari) == [slow, asked]
    begun = time.monotonic()
    assert send_to_browsers(note=notify(person=sari, kind="uji.satu", subject="Satu"), pemda=poso) == 1
    assert time.monotonic() - begun < 3
    asked.refresh_from_db()
    slow.refresh_from_db()
    assert (asked.last_sent_at is not None, slow.last_sent_at) == (True, None)


def test_nothing_goes_to_a_browser_whose_session_ended(asked, service, sari, poso):
    end_sessions(person=sari, actor=sari)
    assert send_to_browsers(note=notify(person=sari, kind="uji.satu", subject="Satu"), pemda=poso) == 0
    assert service.taken == []
    assert not PushSubscription.objects.exists()


def test_nothing_goes_into_our_own_network(asked, service, settings, sari, poso):
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = False
    PushSubscription.objects.update(endpoint=service.address.replace("http://", "https://"))
    assert send_to_browsers(note=notify(person=sari, kind="uji.satu", subject="Satu"), pemda=poso) == 0
    assert service.taken == []
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("host", ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"])
def test_the_push_services_of_browsers_are_let_in(sari, signed_in, browser, host):
    public = webpush.to_text(webpush.public_bytes(browser))
    subscribe(person=sari, session_key=signed_in, endpoint=f"https://{host}/x", public=public, secret=SECRET)
    assert PushSubscription.objects.count() == 1


@pytest.mark.parametrize("name", ["dalam.example", "awalan.example"])
def test_a_public_name_that_leads_into_our_own_network_is_refused_when_connecting(
    sari, signed_in, browser, poso, monkeypatch, name
):
    inside = {"dalam.example": "127.0.0.1", "awalan.example": "169.254.169.254"}
    whole = socket.getaddrinfo

    def look_up(host, port, *rest, **options):
        return whole(inside.get(host, host), port, *rest, **options)

    connected = []
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("urllib3.util.connection.create_connection", lambda *args, **_more: connected.append(args))
    public = webpush.to_text(webpush.public_bytes(browser))
    subscribe(person=sari, session_key=signed_in, endpoint=f"https://{name}/x", public=public, secret=SECRET)
    assert send_to_browsers(note=notify(person=sari, kind="uji.satu", subject="Satu"), pemda=poso) == 0
    assert connected == []
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "ftp://push.example/x",
        "https://user@push.example/x",
        "",
        "https://x.example/" + "y" * 1000,
        "https://127.0.0.1/x",
        "https://10.0.0.8:8443/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.8]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://localhost/x",
        "https://valkey:6379/x",
        "https://basis-data.internal/x",
        "https://printer.local./x",
    ],
)
def test_other_addresses_are_refused(sari, signed_in, browser, endpoint):
    public = webpush.to_text(webpush.public_bytes(browser))
    with pytest.raises(BadSubscription):
        subscribe(person=sari, session_key=signed_in, endpoint=endpoint, public=public, secret=SECRET)
    assert not PushSubscription.objects.exists()


def test_a_browser_is_one_row_whoever_uses_it(asked, sari, person, signed_in, browser):
    other = person("Tono")
    public = webpush.to_text(webpush.public_bytes(browser))
    subscribe(person=other, session_key=signed_in, endpoint=asked.endpoint, public=public, secret=SECRET)
    assert [row.person for row in PushSubscription.objects.all()] == [other]
    assert living_subscriptions(sari) == []


def test_nobody_forgets_the_browser_of_another_and_oneself_does(asked, service, sari, person, poso):
    other = person("Tono")
    assert not unsubscribe(person=other, endpoint=asked.endpoint)
    assert unsubscribe_all(person=other) == 0
    assert [row.pk for row in living_subscriptions(sari)] == [asked.pk]
    send_to_browsers(note=notify(person=other, kind="laksa.reply", subject="Untuk Tono"), pemda=poso)
    assert service.taken == []
    assert unsubscribe(person=sari, endpoint=asked.endpoint)
    send_to_browsers(note=notify(person=sari, kind="laksa.reply", subject="Sesudah dicabut"), pemda=poso)
    assert service.taken == []


def test_another_key_opens_nothing(asked, service, browser, sari, poso):
    send_to_browsers(note=notify(person=sari, kind="laksa.reply", subject="Rahasia"), pemda=poso)
    [(_headers, body)] = service.taken
    for key, secret in [(ec.generate_private_key(webpush.CURVE), SECRET), (browser, webpush.to_text(b"x" * 16))]:
        with pytest.raises(InvalidTag):
            webpush.decrypt(body, browser=key, secret=secret)


def test_what_a_person_turned_off_does_not_come(asked, service, sari, poso):
    kinds = ["uji.satu"]
    assert choose_notices(person=sari, kinds=kinds, wanted={("uji.satu", "surel")}) == 2
    note = notify(person=sari, kind="uji.satu", subject="Satu")
    assert not note.is_listed
    choose_notices(person=sari, kinds=kinds, wanted={("uji.satu", each) for each in ("portal", "surel", "push")})
    assert notify(person=sari, kind="uji.satu", subject="Dua").is_listed
    assert Notification.objects.count() == 2


def test_notices_of_the_core_are_always_listed(sari):
    choose_notices(person=sari, kinds=["inti"], wanted=set())
    assert notify(person=sari, kind="inti.pdp_jawaban", subject="Jawaban").is_listed


def test_secrets_are_sealed_in_their_columns(asked):
    key = push_key()
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM notifications_pushkey")
        assert cursor.fetchone()[0].startswith("s1.")
        cursor.execute("SELECT secret FROM notifications_pushsubscription")
        assert cursor.fetchone()[0].startswith("s1.")
    assert len(webpush.to_bytes(PushKey.objects.get().private)) == 32
    assert key.public == push_key().public
