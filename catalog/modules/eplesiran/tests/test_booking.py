"""Booking: places are held, paid and issued; never one too many, and let go when nobody pays."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.modules.eplesiran.errors import (
    BookingFixed,
    BookingUnknown,
    DayNotSold,
    HasBookings,
    NoTickets,
    QuotaBelowSold,
    QuotaSpent,
    TooManyHeld,
    VisitorsInvalid,
)
from catalog.modules.eplesiran.models import Booking, Destination, Ticket, TicketDay
from catalog.modules.eplesiran.services.bookings import cancel_booking
from catalog.modules.eplesiran.services.destinations import delete_destination, unpublish_destination
from catalog.modules.eplesiran.services.offers import save_offer, set_day
from catalog.modules.eplesiran.tests.conftest import later, offer_facts, pay
from catalog.payments import sweep
from catalog.sdk.payments import Payment
from tenants.notifications.models import Notification


def taken():
    """How many places are gone tomorrow."""
    return TicketDay.objects.get(day=later(1)).taken


def test_a_booking_holds_places_and_becomes_tickets_once_paid(book, sari):
    booking = book(dewasa=2, anak=1)

    assert (booking.state, booking.amount, taken()) == ("menunggu", 25_000, 3)
    pay(booking)

    booking.refresh_from_db()
    assert booking.state == "terbit"
    assert sorted(booking.tickets.values_list("payer", "amount")) == [
        ("anak", 5_000),
        ("dewasa", 10_000),
        ("dewasa", 10_000),
    ]
    assert len(set(booking.tickets.values_list("code", flat=True))) == 3
    note = Notification.objects.get(person=sari, kind="eplesiran.tickets_issued")
    assert note.path == booking.get_absolute_url()


def test_the_same_form_twice_is_one_booking(book, otto):
    key = uuid.uuid4()

    assert book(key=key, dewasa=1) == book(key=key, dewasa=1)
    assert taken() == 1


def test_places_that_were_not_paid_in_time_are_let_go_by_beat_and_by_the_next_who_books(book, otto):
    first, second = book(dewasa=6), None
    with pytest.raises(QuotaSpent):
        book(person=otto, dewasa=1)
    past = timezone.now() - timedelta(seconds=1)
    Booking.objects.update(held_until=past)
    Payment.objects.update(expires_at=past)

    second = book(person=otto, dewasa=5)

    first.refresh_from_db()
    assert (first.state, taken()) == ("kedaluwarsa", 5)
    Booking.objects.filter(pk=second.pk).update(held_until=past)
    Payment.objects.filter(reference=second.payment_reference).update(expires_at=past)
    assert sweep() == 1
    assert taken() == 0
    assert sweep() == 0


@pytest.mark.parametrize(
    ("visitors", "ahead", "refusal"),
    [
        ({"dewasa": 7}, 1, QuotaSpent),
        ({}, 1, VisitorsInvalid),
        ({"dewasa": -1}, 1, VisitorsInvalid),
        ({"dewasa": 11}, 1, VisitorsInvalid),
        ({"mobil": 1}, 1, VisitorsInvalid),
        ({"dewasa": 1}, -1, DayNotSold),
        ({"dewasa": 1}, 11, DayNotSold),
        ({"dewasa": 1}, 5, DayNotSold),
    ],
)
def test_what_is_not_sold_is_refused_and_takes_no_place(manager, selling, book, visitors, ahead, refusal):
    set_day(actor=manager, destination_id=selling.pk, day=later(5), quota=6, is_closed=True, note="Libur")

    with pytest.raises(refusal):
        book(day=later(ahead), **visitors)

    assert not Booking.objects.exists()
    assert not TicketDay.objects.filter(taken__gt=0).exists()


def test_one_person_holds_three_unpaid_bookings_at_most(book):
    for _each in range(3):
        book(dewasa=1)
    with pytest.raises(TooManyHeld):
        book(dewasa=1)
    assert taken() == 3


def test_a_paid_booking_is_cancelled_before_the_day_by_the_pemdas_rule(book, sari, otto):
    booking = book(dewasa=2)
    pay(booking)

    with pytest.raises(BookingUnknown):
        cancel_booking(person=otto, key=booking.key)
    cancelled = cancel_booking(person=sari, key=booking.key)

    payment = Payment.objects.get(reference=booking.payment_reference)
    assert (cancelled.state, cancelled.refund_amount, payment.state) == ("batal", 20_000, "dikembalikan")
    assert taken() == 0
    with pytest.raises(BookingFixed):
        cancel_booking(person=sari, key=booking.key)
    assert taken() == 0


def test_on_the_day_itself_or_once_a_ticket_is_used_nothing_is_cancelled(book, sari):
    today, used = book(day=later(0), dewasa=1), book(dewasa=2)
    for booking in (today, used):
        pay(booking)
    Ticket.objects.filter(pk=used.tickets.first().pk).update(used_at=timezone.now())

    for booking in (today, used):
        with pytest.raises(BookingFixed):
            cancel_booking(person=sari, key=booking.key)
        booking.refresh_from_db()
        assert booking.state == "terbit"


def test_an_officer_cannot_set_a_quota_below_what_is_sold(manager, selling, book):
    book(dewasa=4)

    with pytest.raises(QuotaBelowSold):
        set_day(actor=manager, destination_id=selling.pk, day=later(1), quota=3, is_closed=False, note="")
    save_offer(actor=manager, destination_id=selling.pk, facts=offer_facts(daily_quota=2))

    assert TicketDay.objects.get(day=later(1)).quota == 4


def test_a_place_with_bookings_is_not_deleted_and_a_closed_one_sells_nothing(manager, selling, book):
    book(dewasa=1)
    unpublish_destination(actor=manager, destination_id=selling.pk)
    with pytest.raises(HasBookings):
        delete_destination(actor=manager, destination_id=selling.pk)
    save_offer(actor=manager, destination_id=selling.pk, facts=offer_facts(is_open=False))
    Destination.objects.update(is_published=True)
    with pytest.raises(NoTickets):
        book(dewasa=1)


def test_a_citizen_books_pays_and_sees_the_tickets_and_nobody_else_does(in_poso, selling, sari, otto, client_of):
    client, stranger = client_of(in_poso, sari), client_of(in_poso, otto)
    sent = {"hari": str(later(1)), "dewasa": "1", "anak": "0", "once": str(uuid.uuid4())}

    answer = client.post(f"/eplesiran/tempat/{selling.slug}/tiket/", sent)
    page = client.get(answer["Location"])
    reference = answer["Location"].split("/")[2]
    assert "Rp10.000" in page.content.decode()
    assert stranger.get(answer["Location"]).status_code == 404
    assert stranger.post(f"/bayar/{reference}/peragaan/").status_code == 404

    client.post(f"/bayar/{reference}/peragaan/")
    booking = Booking.objects.get()
    code = booking.tickets.get().code
    shown = client.get(booking.get_absolute_url()).content.decode()
    assert f"{code[:5]}-{code[5:]}" in shown
    letter = client.get(f"{booking.get_absolute_url()}surat.pdf")
    assert letter.content.startswith(b"%PDF-")
    for path in ("", "surat.pdf"):
        assert stranger.get(booking.get_absolute_url() + path).status_code == 404
    assert stranger.post(f"{booking.get_absolute_url()}batal/").status_code == 404


def test_a_phone_may_keep_tickets_to_come_and_nothing_else_of_a_person(in_poso, book, sari, client_of):
    """The browser's part is a journey."""
    client, wallet = client_of(in_poso, sari), "/eplesiran/tiket-saya/"
    assert "X-Keep-Offline" not in client.get(wallet)
    booking = book(dewasa=1)
    assert "X-Keep-Offline" not in client.get(booking.get_absolute_url())
    pay(booking)

    for path in (wallet, booking.get_absolute_url()):
        assert client.get(path)["X-Keep-Offline"] == "own"
    assert "X-Keep-Offline" not in client.get(f"{wallet}?tampilan=lewat")
    for gone in ({"state": "batal"}, {"state": "terbit", "day": later(-1)}):
        Booking.objects.update(**gone)
        assert "X-Keep-Offline" not in client.get(booking.get_absolute_url())


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", ("Pesanan kedaluwarsa", "Pesan lagi")), ("en", ("Booking expired", "Book again"))],
)
def test_a_booking_that_nobody_paid_says_so_and_leads_to_a_new_one(in_poso, book, sari, client_of, language, words):
    booking, client = book(dewasa=1), client_of(in_poso, sari)
    past = timezone.now() - timedelta(seconds=1)
    Booking.objects.update(held_until=past)
    Payment.objects.update(expires_at=past)
    client.cookies["bahasa"] = language

    page = client.get(booking.get_absolute_url()).content.decode()

    assert all(word in page for word in words)
    assert client.get(f"/bayar/{booking.payment_reference}/", follow=True).request["PATH_INFO"] == (
        booking.get_absolute_url()
    )


def test_what_was_typed_stays_when_the_quota_is_spent(in_poso, selling, sari, client_of):
    sent = {"hari": str(later(1)), "dewasa": "7", "anak": "", "once": str(uuid.uuid4())}

    answer = client_of(in_poso, sari).post(f"/eplesiran/tempat/{selling.slug}/tiket/", sent)

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Tempat untuk hari itu tidak cukup lagi" in body
    assert 'value="7"' in body
