"""Sending a write twice: one act, one answer; whose key it is, and what two at once get."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone

from catalog.guard import walk_routes
from catalog.sdk.views import Repeatable
from tenants.context import inside
from tenants.idempotency.models import KeptAnswer
from tenants.idempotency.services import forget_old_answers

REPORTS = "/api/v1/laksa/reports/"
NEW = {"category": "jalan", "title": "Lubang", "description": "Dalam sekali.", "district_code": "72.02.01"}


def token_of(person, *scopes):
    from tenants.accounts.tokens import issue_token

    return issue_token(person=person, name="uji", scopes=scopes, days=1)[1]


@pytest.fixture
def send(client_of, in_poso, sari):
    """Sends a report with a key, as Sari's program unless told otherwise."""
    own = token_of(sari, "laksa:read", "laksa:write")

    def post(key, *, token=own, **changes):
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        return client_of(in_poso).post(REPORTS, {**NEW, **changes}, "application/json", headers=headers)

    return post


def test_the_same_request_gives_the_first_answer_and_another_is_refused(send, in_poso):
    from catalog.modules.laksa.models import Report

    first, again = send("k1"), send("k1")
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert "Idempotency-Replayed" not in first
    assert (again["Idempotency-Replayed"], again["Content-Type"]) == ("true", first["Content-Type"])
    other = send("k1", title="Lampu")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert send("dua kata").status_code == 422
    assert Report.objects.count() == 1


def test_a_key_is_its_persons_own_and_asked_for_only_after_the_token(send, otto, sari):
    """Without the check before the look-up, a revoked token would still read what was answered."""
    first = send("k2")
    others = send("k2", token=token_of(otto, "laksa:write"))
    assert others.status_code == 201
    assert others.json()["number"] != first.json()["number"]
    assert send("k2", token=token_of(sari, "laksa:read")).status_code == 403
    assert send("k2", token="adp_tidak-dikenal").status_code == 401


def test_what_was_refused_takes_no_key(send):
    assert send("k3", category="tidak-ada").status_code == 422
    assert KeptAnswer.objects.count() == 0
    assert send("k3").status_code == 201


def test_a_day_later_the_key_is_new(send):
    first = send("k4").json()["number"]
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert send("k4").json()["number"] != first
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert forget_old_answers() == 1
    assert KeptAnswer.objects.count() == 0


def test_a_form_with_a_file_is_the_same_whatever_its_boundary(client_of, in_poso, sari):
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test.client import encode_multipart
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    headers = {"authorization": f"Bearer {token_of(sari, 'laksa:write')}", "idempotency-key": "k5"}
    answers = []
    for boundary in ("satu", "dua"):
        photo = SimpleUploadedFile("a.png", picture.getvalue(), "image/png")
        body = encode_multipart(boundary, {**NEW, "photos": photo})
        kind = f"multipart/form-data; boundary={boundary}"
        answers.append(client_of(in_poso).post(REPORTS, body, kind, headers=headers))
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json()["number"] == answers[1].json()["number"]


def test_many_at_once_do_it_once(fresh, poso, client_of, person):
    """Twelve threads with one key: one report; the others hear that it is at work, or get its answer."""
    from catalog.modules.laksa.models import Report

    with inside(poso):
        headers = {
            "authorization": f"Bearer {token_of(person('Ningsih'), 'laksa:write')}",
            "idempotency-key": "banyak",
        }
        before = Report.objects.count()
    start, answers = threading.Barrier(12), []

    def send_one():
        start.wait()
        try:
            answers.append(client_of(poso).post(REPORTS, NEW, "application/json", headers=headers))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send_one) for _each in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted({answer.status_code for answer in answers})
    assert statuses in ([201], [201, 409])
    assert len({answer.json()["number"] for answer in answers if answer.status_code == 201}) == 1
    waiting = [answer for answer in answers if answer.status_code == 409]
    assert all(each.json()["error"]["code"] == "idempotency_in_progress" for each in waiting)
    assert all(each["Retry-After"] == "1" for each in waiting)
    with inside(poso):
        assert Report.objects.count() == before + 1


def test_every_write_of_the_api_takes_a_key(shared_database):
    views = [
        (route, leaf.callback.cls)
        for route, leaf in walk_routes(get_resolver("adopsi.urls_pemda").url_patterns)
        if hasattr(leaf.callback, "cls")
    ]
    writes = [(route, cls) for route, cls in views if {"post", "put", "patch", "delete"} & set(dir(cls))]
    assert len(writes) >= 4
    assert [route for route, cls in writes if not issubclass(cls, Repeatable)] == []
