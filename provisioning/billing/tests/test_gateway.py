"""What is believed: bytes that one of our secrets signed within five minutes of now."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
import stripe

from provisioning.billing import facts, gateway, pretending
from provisioning.billing.errors import DeliveryNotNow, DeliveryTooLarge, NoEvent, SignatureInvalid, WrongMode
from provisioning.billing.tests.conftest import NOW, SECOND, SECRET

SUBSCRIPTION = pretending.subscription("a", code="72.02", status="active", period_end=NOW)
BODY = pretending.event("customer.subscription.updated", SUBSCRIPTION, key="1", created=NOW).body


def header(body=BODY, *, secret=SECRET, at=NOW, scheme="v1"):
    """Stripe's scheme as its documentation describes it, without its SDK."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},{scheme}={mac}"


def believe(body=BODY, header=None, *, secrets=(SECRET,), livemode=False, now=NOW):
    return gateway.believe(body, header or "", secrets=secrets, livemode=livemode, now=now)


def test_a_signed_event_is_read():
    found = believe(header=header())

    assert (found.id, found.type, found.object["id"]) == ("evt_1", "customer.subscription.updated", "sub_a")
    assert found.created.timestamp() == NOW
    assert gateway.sign(BODY, secret=SECRET, at=NOW) == header()


def altered():
    return BODY.replace(b"1500000", b"1500001").replace(b'"active"', b'"paused"')


FORGED = {
    "wrong secret": (BODY, header(secret="whsec_of_another")),
    "altered byte": (altered(), header()),
    "another event's signature": (BODY, header(b"{}")),
    "re-serialised": (json.dumps(json.loads(BODY)).encode(), header()),
    "one more line": (BODY + b"\n", header()),
    "no header": (BODY, ""),
    "empty parts": (BODY, "t=,v1="),
    "no time": (BODY, header().partition(",")[2]),
    "moved time": (BODY, header().replace(str(NOW), str(NOW + 1))),
    "two times": (BODY, f"t={NOW + 1},{header()}"),
    "v0 only": (BODY, header(scheme="v0")),
    "no secret": (BODY, header(secret="")),
    "no text": (b"\xff\xfe", header()),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_no_secret_signed_is_refused(name):
    body, shown = FORGED[name]
    assert altered() != BODY
    with pytest.raises(SignatureInvalid):
        believe(body, shown)


@pytest.mark.parametrize("seconds", [-300, -1, 0, 299, 300])
def test_five_minutes_on_either_side_are_now(seconds):
    assert believe(header=header(at=NOW + seconds)).id == "evt_1"


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400])
def test_stale_and_future_deliveries_are_refused(seconds):
    with pytest.raises(DeliveryNotNow):
        believe(header=header(at=NOW + seconds))


def test_the_moment_is_read_as_the_sdk_reads_it():
    """A header that its signature still fits must not hide how old it is."""
    for shown in (header(at=NOW - 301).replace(",", f"=x,t={NOW},"), header(at=NOW - 301) + f",t={NOW}"):
        with pytest.raises(DeliveryNotNow):
            believe(header=shown)


def test_two_secrets_are_active_while_one_replaces_the_other():
    for secret in (SECRET, SECOND):
        assert believe(header=header(secret=secret), secrets=(SECRET, SECOND)).id == "evt_1"
    both = f"{header(secret='whsec_older')},{header(secret=SECOND).partition(',')[2]}"
    assert believe(header=both, secrets=(SECRET, SECOND)).id == "evt_1"
    with pytest.raises(SignatureInvalid):
        believe(header=header(), secrets=(SECOND,))
    with pytest.raises(SignatureInvalid):
        believe(header=header(secret=""), secrets=())


def test_events_of_the_other_mode_are_refused():
    live = pretending.event("invoice.paid", SUBSCRIPTION, key="2", created=NOW, livemode=True).body
    assert believe(live, header(live), livemode=True).livemode is True
    for body, mode in ((live, False), (BODY, True)):
        with pytest.raises(WrongMode):
            believe(body, header(body), livemode=mode)


def test_what_is_too_large_is_not_even_looked_at():
    body = BODY + b" " * gateway.LARGEST_BYTES
    with pytest.raises(DeliveryTooLarge):
        believe(body, header(body))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"1", b"{}", b'{"object": "event"}', b"{" * 50,
        BODY.replace(b'"evt_1"', b'""'), BODY.replace(b'"evt_1"', b"7"), BODY.replace(b'"event"', b'"v2.core.event"'),
        BODY.replace(str(NOW).encode(), b"1e400"), BODY.replace(b"cus_a", b"cus\\u0000"),
    ],
)  # fmt: skip
def test_signed_bytes_that_are_no_event_are_refused(body):
    with pytest.raises(NoEvent):
        believe(body, header(body))


def test_two_deliveries_of_one_event_share_their_content():
    other = BODY.replace(b'"pending_webhooks": 1', b'"pending_webhooks": 3')
    first, second, third = (
        believe(body, header(body)) for body in (BODY, other, BODY.replace(b'"active"', b'"unpaid"'))
    )
    assert first.digest != second.digest
    assert first.content_digest == second.content_digest != third.content_digest


def test_what_we_read_is_what_the_sdk_of_this_api_has():
    """The objects of `pretending` and the keys that are kept are those of the API that the SDK pins."""
    number = pretending.invoice("b", of="a", status="paid", number=1, at=NOW)
    known = {
        "subscription": (SUBSCRIPTION, stripe.Subscription),
        "invoice": (number, stripe.Invoice),
        "item": (SUBSCRIPTION["items"]["data"][0], stripe.SubscriptionItem),
        "price": (SUBSCRIPTION["items"]["data"][0]["price"], stripe.Price),
        "parent": (number["parent"], stripe.Invoice.Parent),
        "details": (number["parent"]["subscription_details"], stripe.Invoice.Parent.SubscriptionDetails),
        "moments": (number["status_transitions"], stripe.Invoice.StatusTransitions),
    }
    for name, (made, resource) in known.items():
        assert set(made) - {"id", "object"} <= set(resource.__annotations__), name
    both = set(stripe.Subscription.__annotations__) | set(stripe.Invoice.__annotations__)
    assert facts.KEPT <= both | {"id", "object"}
    assert pretending.API_VERSION == stripe.api_version


def test_nothing_about_whoever_pays_is_kept():
    kept = facts.kept(pretending.invoice("b", of="a", status="paid", number=1, at=NOW))

    assert "bendahara" not in json.dumps(kept)
    assert facts.read_invoice(kept, is_deleted=False).amount == 1_500_000
