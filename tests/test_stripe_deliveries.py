"""Stripe's address from outside: who is believed, what is answered, and who sees what came of it."""

from __future__ import annotations

import json
import time

import pytest

from provisioning.billing import applying, gateway, pretending
from provisioning.billing.models import Event, Retry
from tenants.context import at_pusat, inside

ADDRESS, SECRET = "/stripe/pemberitahuan/", "whsec_uji"
NOW = int(time.time())


@pytest.fixture(autouse=True)
def billing(settings):
    """Billing with one secret, in test mode."""
    settings.ADOPSI_STRIPE_WEBHOOK_SECRETS = [SECRET]
    settings.ADOPSI_STRIPE_LIVEMODE = False


def born(key="a", code="72.02", **words):
    found = pretending.subscription(key, code=code, status="active", period_end=NOW + 86_400)
    return pretending.event("customer.subscription.created", found, key=key, created=NOW, **words)


def send(client, body, *, secret=SECRET, seconds=0, signed=None, **headers):
    shown = gateway.sign(signed or body, secret=secret, at=int(time.time()) + seconds)
    headers = {"Stripe-Signature": shown} | headers
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def test_an_event_is_taken_once_and_says_so_each_time(fresh, client_of):
    stripe = client_of(None, enforce_csrf_checks=True)
    answers = [send(stripe, born().body) for _each in range(3)]

    assert [(each.status_code, each.json()) for each in answers] == [(200, {"event": "evt_a"})] * 3
    assert Event.objects.count() == 1
    assert not any(each.cookies for each in answers)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("signature_invalid", {"secret": "whsec_of_another"}),
        ("signature_invalid", {"signed": b"{}"}),
        ("signature_invalid", {"signed": json.dumps(json.loads(born().body)).encode()}),
        ("signature_invalid", {"Stripe-Signature": ""}),
        ("signature_invalid", {"Stripe-Signature": f"t={NOW},v0=00"}),
        ("not_now", {"seconds": -302}),
        ("not_now", {"seconds": 302}),
    ],
)
def test_what_is_not_believed_is_a_400_and_leaves_nothing(fresh, client_of, code, words):
    answer = send(client_of(None), born().body, **words)

    assert (answer.status_code, answer.json()) == (400, {"error": {"code": code}})
    assert Event.objects.count() == 0


def test_too_many_bytes_and_the_other_mode_are_refused(fresh, client_of):
    stripe = client_of(None)
    large = send(stripe, born().body + b" " * gateway.LARGEST_BYTES)
    live = send(stripe, born(livemode=True).body)

    assert [(each.status_code, each.json()["error"]["code"]) for each in (large, live)] == [
        (400, "too_large"),
        (400, "wrong_mode"),
    ]
    assert Event.objects.count() == 0


def test_there_is_no_address_without_a_secret_nor_at_a_pemda(fresh, client_of, poso, settings):
    assert client_of(None).get(ADDRESS).status_code == 405
    assert send(client_of(poso), born().body).status_code == 404
    settings.ADOPSI_STRIPE_WEBHOOK_SECRETS = []
    assert send(client_of(None), born().body).status_code == 404
    assert Event.objects.count() == 0


@pytest.fixture
def billed(fresh, poso, karawang, client_of):
    """Poso has a subscription with a paid and an open invoice; one event names no Pemda."""
    stripe = client_of(None)
    later = pretending.invoice("x", of="a", status="open", number=2, at=NOW)
    events = [
        born(),
        *pretending.month("a", number=1, starts=NOW - 86_400, is_paid=True),
        pretending.event("invoice.finalized", later, key="x", created=NOW),
        born("b", code="00.00"),
    ]
    for event in events:
        assert send(stripe, event.body).status_code == 200
    # What waited for its subscription is applied in the second round.
    for key in [*Event.objects.values_list("pk", flat=True)] * 2:
        applying.apply_event(key)


def page_of(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_each_pemda_sees_its_own_invoices_and_no_others(billed, client_of, poso, karawang, person):
    clients = {}
    for place in (poso, karawang):
        with inside(place):
            clients[place.code] = client_of(place, person("Rina", kind="admin_ti"))
    own, others = (page_of(clients[code], "/konsol/langganan/") for code in ("72.02", "32.15"))

    assert "Adopsi Kabupaten" in own
    assert "https://invoice.stripe.com/i/a_1" in own
    assert "Rp1.500.000" in own
    for canary in ("Adopsi Kabupaten", "invoice.stripe.com", "ADP-A", "sub_a"):
        assert canary not in others
    assert "Belum ada langganan" in others


def test_the_team_sees_all_filters_and_tries_again(billed, client_of, person):
    with at_pusat():
        team = client_of(None, person("Tiara", kind="tim_pusat"))
    assert "Kabupaten Poso" in page_of(team, "/langganan/")
    # The 32.15 in the markup of the filter is none.
    only = page_of(team, "/langganan/", keadaan="active")
    assert "/langganan/72.02/" in only
    assert "/langganan/32.15/" not in only
    rows = team.get("/langganan/", {"unduh": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["32.15", "72.02"]
    assert rows[2].endswith(",1,1500000")
    detail = page_of(team, "/langganan/72.02/")
    assert "ADP-A-0002" in detail
    assert "evt_a_1_paid" in detail

    event = Event.objects.get(event_id="evt_b")
    assert "evt_b" in page_of(team, "/langganan/peristiwa/")
    again = f"/langganan/peristiwa/{event.pk}/ulangi/"
    assert team.post(again).status_code == 302
    assert Retry.objects.get().event_id == event.pk
    assert "Segera dicoba" in page_of(team, "/langganan/peristiwa/")
    applied = Event.objects.get(event_id="evt_a")
    assert team.post(again.replace(str(event.pk), str(applied.pk))).status_code == 302
    assert Retry.objects.count() == 1


def test_an_empty_list_teaches_how_to_connect_stripe(fresh, client_of, person, settings):
    settings.ADOPSI_STRIPE_WEBHOOK_SECRETS = []
    with at_pusat():
        team = client_of(None, person("Tiara", kind="tim_pusat"))
    page = page_of(team, "/langganan/")

    for taught in ("http://localhost:8000/stripe/pemberitahuan/", "ADOPSI_STRIPE_WEBHOOK_SECRETS", "metadata", "72.02"):
        assert taught in page
    assert "Tidak ada yang perlu dilihat" in page_of(team, "/langganan/peristiwa/")
