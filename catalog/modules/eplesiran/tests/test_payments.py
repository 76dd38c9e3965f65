"""Paying: only a signed notice of the right amount counts, once; late money goes back, and the module hears of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import time

import pytest
from django.db import connections
from django.utils import timezone
from lokal.qris import parse_qris

from catalog.modules.eplesiran.errors import DayNotSold
from catalog.modules.eplesiran.models import Booking, Destination, TicketDay
from catalog.modules.eplesiran.tests.conftest import later, pay
from catalog.payments import sweep, take_notice
from catalog.sdk.payments import Payment
from tenants.context import inside
from tenants.payments.errors import AmountDiffers, SignatureInvalid
from tenants.payments.providers.demonstration import DemonstrationProvider
from tenants.payments.services import settle
from tenants.payments.signing import sign


def taken():
    """How many places are gone tomorrow."""
    return TicketDay.objects.get(day=later(1)).taken


def test_a_notice_counts_once_and_only_for_the_right_amount_and_signature(book):
    booking = book(dewasa=1)
    payment = Payment.objects.get(reference=booking.payment_reference)
    body, header = DemonstrationProvider().notice_of(payment)

    with pytest.raises(AmountDiffers):
        pay(booking, amount=1)
    with pytest.raises(SignatureInvalid):
        take_notice(provider_key="peragaan", body=body.replace(b"10000", b"10001"), header=header)
    with pytest.raises(SignatureInvalid):
        take_notice(provider_key="peragaan", body=body, header="t=1,v1=00")
    payment.refresh_from_db()
    assert (payment.state, payment.notices.count()) == ("menunggu", 0)

    for _twice in range(2):
        assert take_notice(provider_key="peragaan", body=body, header=header).state == "lunas"
    assert payment.notices.count() == 1


def secret_of(pemda):
    """What notices are signed with in another Pemda; read in a thread, for this one's place is taken."""

    def read():
        with inside(pemda):
            found = DemonstrationProvider()._secret()
        connections.close_all()
        return found

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(read).result()


def test_an_old_notice_and_one_signed_for_another_pemda_are_refused(book, karawang):
    booking, provider = book(dewasa=1), DemonstrationProvider()
    payment = Payment.objects.get(reference=booking.payment_reference)
    body, _header = provider.notice_of(payment)
    now = int(time())
    theirs = secret_of(karawang)

    for secret, at in ((provider._secret(), now - 301), (provider._secret(), now + 301), (theirs, now)):
        with pytest.raises(SignatureInvalid):
            take_notice(provider_key="peragaan", body=body, header=sign(body, secret=secret, at=at))
    payment.refresh_from_db()
    assert (payment.state, payment.notices.count(), Booking.objects.get().state) == ("menunggu", 0, "menunggu")

    settled = take_notice(
        provider_key="peragaan", body=body, header=sign(body, secret=provider._secret(), at=now - 200)
    )
    assert settled.state == "lunas"


def test_outside_the_demonstration_nobody_pretends_to_have_paid(in_poso, book, sari, client_of, settings):
    booking = book(dewasa=1)
    body, header = DemonstrationProvider().notice_of(Payment.objects.get(reference=booking.payment_reference))
    client, path = client_of(in_poso, sari), f"/bayar/{booking.payment_reference}/"
    settings.ADOPSI_DEMO = False

    assert client.post(f"{path}peragaan/").status_code == 404
    assert "peragaan/" not in client.get(path).content.decode()
    sent = {"content_type": "application/json", "headers": {"X-Signature": header}}
    assert client.post("/bayar/pemberitahuan/peragaan/", body, **sent).status_code == 404
    assert (Payment.objects.get().state, Booking.objects.get().state) == ("menunggu", "menunggu")


def test_a_gateway_is_answered_over_http_without_a_session_or_a_form_token(in_poso, book, client_of):
    booking = book(dewasa=1)
    body, header = DemonstrationProvider().notice_of(Payment.objects.get(reference=booking.payment_reference))
    client = client_of(in_poso, enforce_csrf_checks=True)

    def send(signature):
        return client.post(
            "/bayar/pemberitahuan/peragaan/", body, content_type="application/json", headers={"X-Signature": signature}
        )

    assert send("t=1,v1=0").status_code == 401
    assert Booking.objects.get().state == "menunggu"
    assert send(header).json()["state"] == "lunas"
    assert client.post("/bayar/pemberitahuan/bank/", body, content_type="application/json").status_code == 404


def test_money_that_comes_too_late_goes_back_and_gives_no_ticket(book):
    booking = book(dewasa=1)
    Payment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep()

    paid = pay(booking)

    booking.refresh_from_db()
    assert (paid.state, paid.refund_amount, booking.state, taken()) == ("dikembalikan", 10_000, "kedaluwarsa", 0)


def test_without_a_provider_only_what_is_free_is_sold(settings, manager, selling, book, in_poso, client_of, sari):
    settings.ADOPSI_DEMO = False
    with pytest.raises(DayNotSold):
        book(dewasa=1)
    page = client_of(in_poso, sari).get(f"/eplesiran/tempat/{selling.slug}/tiket/").content.decode()
    assert "Daerah ini belum menerima pembayaran daring" in page

    Destination.objects.get().tariffs.filter(label="anak").update(amount=0)
    booking = book(anak=2)

    assert (booking.state, booking.payment_reference, taken()) == ("terbit", "", 2)


def test_the_qris_payload_is_dynamic_carries_the_amount_and_a_right_checksum(book):
    read = parse_qris(Payment.objects.get(reference=book(dewasa=2).payment_reference).payload)

    assert (read.valid, read.type, read.amount, read.country, read.currency) == (True, "dynamic", "20000", "ID", "360")


def test_a_module_that_did_not_hear_of_the_money_is_told_by_the_sweeper(book):
    booking, provider = book(dewasa=1), DemonstrationProvider()
    body, header = provider.notice_of(Payment.objects.get(reference=booking.payment_reference))

    settle(provider=provider, notice=provider.read_notice(body, header))
    booking.refresh_from_db()
    assert booking.state == "menunggu"

    assert sweep() == 1
    booking.refresh_from_db()
    assert (booking.state, sweep()) == ("terbit", 0)
