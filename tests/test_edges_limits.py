"""Limits: one Pemda's, one person's and one address's flood is turned away, everybody else's requests are not."""

from __future__ import annotations

import json
import threading
import time

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from redis import Redis

from adopsi.edges import buckets as buckets_room
from adopsi.edges import gate as gate_room
from adopsi.edges import shares as shares_room
from adopsi.edges.buckets import Bucket, Buckets
from adopsi.edges.limits import LimitMiddleware, address_of
from adopsi.edges.shares import Shares
from tenants.errors import WrongDoor


@pytest.fixture(autouse=True)
def _full_buckets():
    cache.clear()


# A bucket holds a sixth of its minute: 18 a minute are 3 at once.
def statuses(client, count, path="/luring/", **options):
    return [client.get(path, **options).status_code for _each in range(count)]


# --- rates --------------------------------------------------------------------------------------------


def test_an_address_is_turned_away_with_words_and_a_time(shared_database, poso, client_of, settings):
    # One at once; the next comes back after ten seconds.
    settings.ADOPSI_LIMIT_ADDRESS = 6
    client = client_of(poso)
    assert statuses(client, 1) == [200]
    answer = client.get("/luring/")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 20
    assert answer["Cache-Control"] == "no-store"
    assert "Sebentar, sedang ramai" in answer.content.decode()
    client.cookies["bahasa"] = "en"
    assert "One moment" in client.get("/luring/").content.decode()
    assert statuses(client, 1, REMOTE_ADDR="198.51.100.2") == [200]


def test_the_api_is_told_in_its_own_shape(shared_database, poso, client_of, settings):
    settings.ADOPSI_LIMIT_ADDRESS = 6
    client = client_of(poso)
    statuses(client, 1)
    answer = client.get("/api/v1/catalog/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "throttled")


def test_one_pemdas_flood_takes_nothing_from_another_or_from_pusat(
    shared_database, poso, karawang, client_of, settings
):
    settings.ADOPSI_LIMIT_PEMDA = 24
    assert statuses(client_of(poso), 6) == [200] * 4 + [429] * 2
    assert statuses(client_of(karawang), 4) == [200] * 4
    assert client_of(None).get("/").status_code == 200


def test_an_address_at_one_pemda_is_another_at_the_next(shared_database, poso, karawang, client_of, settings):
    settings.ADOPSI_LIMIT_ADDRESS = 12
    assert statuses(client_of(poso), 3) == [200, 200, 429]
    assert statuses(client_of(karawang), 3) == [200, 200, 429]


def test_a_person_has_tokens_of_their_own_on_all_devices(in_poso, sari, otto, client_of, settings):
    settings.ADOPSI_LIMIT_PERSON = 24
    phone, laptop = client_of(in_poso, sari), client_of(in_poso, sari)
    middleware = shared_handler(phone, laptop, other := client_of(in_poso, otto))
    assert middleware is not None
    # The first answer to each session tells whose it is.
    assert [each.get("/notifikasi/").status_code for each in (phone, laptop, other)] == [200] * 3
    assert statuses(phone, 2, "/notifikasi/") + statuses(laptop, 3, "/notifikasi/") == [200] * 4 + [429]
    assert statuses(other, 2, "/notifikasi/") == [200] * 2


def shared_handler(*clients):
    """All clients speak to the same process."""
    for client in clients[1:]:
        client.handler = clients[0].handler
    return clients[0].handler


def test_an_office_behind_one_address_is_not_one_visitor(in_poso, sari, otto, client_of, settings):
    settings.ADOPSI_LIMIT_ADDRESS = 18
    first, second, guest = client_of(in_poso, sari), client_of(in_poso, otto), client_of(in_poso)
    shared_handler(first, second, guest)
    assert statuses(first, 6, "/notifikasi/") + statuses(second, 6, "/notifikasi/") == [200] * 12
    assert statuses(guest, 3) == [200, 429, 429]


def test_whoever_invents_cookies_or_tokens_shares_the_bucket_of_their_address(in_poso, client_of, settings):
    settings.ADOPSI_LIMIT_ADDRESS = 18
    client, seen = client_of(in_poso), []
    for number in range(6):
        client.cookies["sesi"] = f"karangan{number}"
        seen.append(client.get("/", headers={"authorization": f"Bearer adp_karangan{number}"}).status_code)
    assert seen == [200] * 3 + [429] * 3


@pytest.mark.parametrize(
    ("proxies", "headers", "address"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5"}, "192.0.2.1"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5"}, "203.0.113.5"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.5"}, "203.0.113.5"),
        (1, {"REMOTE_ADDR": "10.0.0.1"}, "unknown"),
    ],
)
def test_an_address_is_what_our_own_proxy_saw(settings, proxies, headers, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address_of(RequestFactory().get("/", **headers)) == address


def test_nobody_is_held_back_without_valkey_and_the_log_says_so_once(shared_database, poso, caplog, monkeypatch):
    away = Buckets("unix:///nowhere/valkey.sock")
    assert [away.take(Bucket("k", 1)) for _each in range(5)] == [0.0] * 5
    assert [record.getMessage() for record in caplog.records].count(caplog.records[0].getMessage()) == 1
    assert "limits are off" in caplog.text
    monkeypatch.setattr("adopsi.edges.buckets.BLIND_SECONDS", 0.0)


def test_a_bucket_fills_again_and_takes_from_all_or_none(shared_database, settings, monkeypatch):
    both = Buckets(settings.CACHES["default"]["LOCATION"])
    wide, narrow = Bucket("adopsi:uji:wide", 600), Bucket("adopsi:uji:narrow", 60)
    for _each in range(10):
        assert both.take(wide, narrow) == 0.0
    assert 0.0 < both.take(wide, narrow) <= 1.0
    left = float(Redis.from_url(settings.CACHES["default"]["LOCATION"]).get("adopsi:uji:wide").split(b":")[0])
    both.take(wide, narrow)
    after = float(Redis.from_url(settings.CACHES["default"]["LOCATION"]).get("adopsi:uji:wide").split(b":")[0])
    assert after == left
    threading.Event().wait(1.1)
    assert both.take(wide, narrow) == 0.0


def test_a_request_costs_one_round_trip_and_a_static_file_none(
    shared_database, poso, client_of, settings, tmp_path, monkeypatch
):
    (tmp_path / "x.css").write_text("body{}")
    settings.STATIC_ROOT = tmp_path
    client = client_of(poso)
    client.get("/luring/")
    sent = []
    original = Buckets._send
    monkeypatch.setattr(Buckets, "_send", lambda self, *words: sent.append(words[0]) or original(self, *words))
    monkeypatch.setattr(Redis, "execute_command", lambda self, *words, **_options: sent.append(words[0]))
    client.get("/luring/")
    assert sent == ["EVALSHA"]
    client.get("/static/x.css")
    client.get("/health/live")
    assert sent == ["EVALSHA"]


def test_a_valkey_that_forgot_the_script_is_told_again(shared_database, settings):
    address = settings.CACHES["default"]["LOCATION"]
    again = Buckets(address)
    Redis.from_url(address).script_flush()
    assert again.take(Bucket("adopsi:uji:again", 6)) == 0.0
    assert again.take(Bucket("adopsi:uji:again", 6)) > 0.0


# --- shares -------------------------------------------------------------------------------------------


@pytest.fixture
def held(shared_database, poso, settings):
    """A middleware of which Poso occupies two threads, and how to let them go."""
    settings.ADOPSI_PEMDA_THREADS = 2
    here, go = threading.Barrier(3), threading.Event()
    answers: list[int] = []

    def slow(request):
        here.wait()
        go.wait()
        return HttpResponse("done")

    middleware = LimitMiddleware(slow)
    threads = [threading.Thread(target=lambda: answers.append(middleware(asking(poso)).status_code)) for _each in "ab"]
    for thread in threads:
        thread.start()
    here.wait()
    middleware.get_response = lambda request: HttpResponse("quick")

    def release():
        go.set()
        for thread in threads:
            thread.join()
        return answers

    yield middleware, release
    release()


def test_a_pemda_occupies_only_its_share_of_the_threads(held, poso, karawang, monkeypatch):
    monkeypatch.setattr(shares_room, "CALM", 0)
    middleware, release = held
    assert middleware(asking(karawang)).status_code == 200
    started = time.monotonic()
    refused = middleware(asking(poso))
    assert (refused.status_code, refused["Retry-After"]) == (503, "1")
    assert time.monotonic() - started < 0.2
    assert middleware(asking(karawang)).status_code == 200
    assert middleware(asking(None)).status_code == 200
    assert release() == [200, 200]
    assert middleware(asking(poso)).status_code == 200


def test_the_pictures_of_a_page_wait_their_turn(held, poso, karawang):
    middleware, release = held
    middleware(asking(karawang))
    threading.Timer(0.05, release).start()
    assert middleware(asking(poso)).status_code == 200


def test_whoever_waits_too_long_is_turned_away(held, poso, karawang):
    middleware, _release = held
    middleware(asking(karawang))
    assert middleware(asking(poso)).status_code == 503


def test_a_pemda_alone_in_a_process_has_all_of_it(held, poso, monkeypatch):
    monkeypatch.setattr(shares_room, "CALM", 0)
    middleware, _release = held
    assert middleware(asking(poso)).status_code == 200


def asking(pemda):
    request = RequestFactory(HTTP_HOST="testserver").get("/")
    request.pemda = pemda
    return request


def test_a_view_that_breaks_gives_its_thread_back(shared_database, poso, settings):
    settings.ADOPSI_PEMDA_THREADS = 1

    def broken(request):
        raise RuntimeError

    middleware = LimitMiddleware(broken)
    for _each in range(3):
        with pytest.raises(RuntimeError):
            middleware(asking(poso))


def test_shares_are_counted_right_by_many_threads(monkeypatch):
    monkeypatch.setattr(shares_room, "CALM", 0)
    shares = Shares(3)
    most, present, lock = [0], [0], threading.Lock()

    def come_and_go():
        for _each in range(300):
            shares.enter("b") and shares.leave("b")
            if shares.enter("a"):
                with lock:
                    present[0] += 1
                    most[0] = max(most[0], present[0])
                with lock:
                    present[0] -= 1
                shares.leave("a")

    threads = [threading.Thread(target=come_and_go) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] <= 3
    with pytest.raises(WrongDoor):
        shares.leave("a")


def test_the_limits_stand_right_behind_the_place(settings):
    middleware = settings.MIDDLEWARE
    place = middleware.index("adopsi.hosts.PlaceMiddleware")
    assert middleware[place + 1] == "adopsi.edges.limits.LimitMiddleware"
    assert buckets_room.ANSWER_SECONDS <= 0.25


# --- the gate -----------------------------------------------------------------------------------------


def knock(gate, host="poso.localhost:8000", path="/", **environ):
    said = []
    body = gate(
        {"HTTP_HOST": host, "PATH_INFO": path, **environ}, lambda status, headers: said.append((status, dict(headers)))
    )
    return *said[0], b"".join(body)


def quick(environ, start_response):
    start_response("200 OK", [])
    return [b"served"]


def test_a_flood_shuts_the_gate_for_a_moment_and_for_its_own_host(held, poso, karawang, monkeypatch):
    monkeypatch.setattr(shares_room, "CALM", 0)
    monkeypatch.setattr(gate_room, "SHUT_SECONDS", 2.0)
    monkeypatch.setattr(gate_room, "door", door := gate_room.Door())
    monkeypatch.setattr("adopsi.edges.limits.door", door)
    middleware, _release = held
    middleware(asking(karawang))
    gate = gate_room.Gate(quick)
    assert knock(gate, "testserver")[2] == b"served"
    assert middleware(asking(poso)).status_code == 503
    status, headers, body = knock(gate, "testserver")
    assert status.startswith("503")
    assert headers["Retry-After"] == "1"
    assert "Sebentar, sedang ramai" in body.decode()
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy", "X-Frame-Options"):
        assert headers[name]
    assert "One moment" in knock(gate, "testserver", HTTP_COOKIE="bahasa=en")[2].decode()
    assert json.loads(knock(gate, "testserver", "/api/v1/catalog/")[2])["error"]["code"] == "busy"
    for path, host in (("/static/x.css", "testserver"), ("/health/live", "testserver"), ("/", "karawang.localhost")):
        assert knock(gate, host, path)[2] == b"served"
    time.sleep(gate_room.SHUT_SECONDS + 0.02)
    assert knock(gate, "testserver")[2] == b"served"


def test_a_busy_moment_shuts_no_gate(held, poso, karawang, monkeypatch):
    monkeypatch.setattr("adopsi.edges.limits.door", door := gate_room.Door())
    middleware, _release = held
    middleware(asking(karawang))
    assert middleware(asking(poso)).status_code == 503
    assert not door.is_shut("testserver")


def test_a_host_in_a_thousand_spellings_fills_no_memory():
    door, shares = gate_room.Door(), Shares(1)
    for number in range(3 * gate_room.MOST_HOSTS):
        door.shut(f"poso.localhost:{number}", place="pemda_7202", code="72.02", shares=shares)
    assert len(door._shut) <= gate_room.MOST_HOSTS
