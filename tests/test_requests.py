"""From a host to a place: unknown hosts, closed Pemda, expired forms, and what a warm request costs."""

import logging

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.models import Pemda


def test_an_unknown_host_gets_a_helpful_404(shared_database):
    answer = Client(headers={"host": "entah.localhost:8000"}).get("/")
    assert answer.status_code == 404
    assert "entah.localhost" in answer.content.decode()


def test_a_host_header_that_is_no_host_is_404_and_not_500(shared_database):
    for host in ("", "..", "a b", "poso.localhost@evil", "%00"):
        assert Client(headers={"host": host}).get("/").status_code in {400, 404}


def test_a_forwarded_host_does_not_choose_the_pemda(shared_database, poso, client_of):
    answer = client_of(poso).get("/", headers={"x-forwarded-host": "karawang.localhost"})
    assert "Poso" in answer.content.decode()
    assert "Karawang" not in answer.content.decode()


def test_a_suspended_pemda_says_so(fresh, client_of, poso):
    Pemda.objects.using("owner").filter(pk="72.02").update(state="suspended")
    answer = client_of(poso).get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_sign_that_no_database_can_hold_is_refused_in_words(in_poso, client_of, caplog):
    with caplog.at_level(logging.INFO, logger="adopsi.refusals"):
        answer = client_of(in_poso).get("/api/v1/eplesiran/destinations/", {"district": "a\0b"})
    assert answer.status_code == 400
    assert "tidak dapat disimpan" in answer.json()["error"]["message"]
    assert "unstorable_sign" in caplog.text


def test_an_expired_form_says_what_to_do(in_poso, client_of, caplog):
    client = client_of(in_poso, enforce_csrf_checks=True)
    with caplog.at_level(logging.INFO, logger="adopsi.refusals"):
        answer = client.post("/preferensi/", {"tema": "gelap"})
    assert answer.status_code == 403
    assert "kedaluwarsa" in answer.content.decode()
    assert [record.getMessage() for record in caplog.records if "expired_form" in record.getMessage()]


def test_english_is_spoken_when_asked_for_and_only_then(in_poso, client_of):
    client = client_of(in_poso)
    assert 'lang="id"' in client.get("/", headers={"accept-language": "en-US"}).content.decode()
    client.cookies["bahasa"] = "en"
    assert 'lang="en"' in client.get("/").content.decode()


def test_a_guests_page_without_data_costs_no_query(in_poso, client_of):
    client = client_of(in_poso)
    client.get("/luring/")
    with CaptureQueriesContext(connections["default"]) as queries:
        assert client.get("/luring/").status_code == 200
    assert len(queries) == 0


def test_a_session_of_one_pemda_is_nothing_in_another(fresh, poso, karawang, person, client_of):
    from tenants.context import inside

    with inside(poso):
        rina = person("Rina", kind="admin_ti")
    client = client_of(poso, rina)
    assert client.get("/konsol/").status_code == 200
    stranger = client_of(karawang)
    stranger.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert stranger.get("/konsol/").status_code == 302


def test_health(shared_database):
    for host in ("localhost", "entah.localhost", "10.0.0.1"):
        client = Client(headers={"host": host})
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 200
    assert client.get("/health/host", {"domain": "poso.localhost"}).status_code == 200
    assert client.get("/health/host", {"domain": "entah.localhost"}).status_code == 404


def test_every_answer_forbids_foreign_scripts(in_poso, client_of):
    policy = client_of(in_poso).get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
