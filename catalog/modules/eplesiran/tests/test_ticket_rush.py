"""Many at once, with real threads and commits: no place is sold twice, no ticket opens two gates."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from datetime import date, time

import pytest
from django.db import connections
from django.utils import timezone

from catalog.modules.eplesiran.errors import QuotaSpent
from catalog.modules.eplesiran.models import Booking, Destination, OpeningHours, Scan, Tariff, TicketDay, TicketOffer
from catalog.modules.eplesiran.services.bookings import book_tickets
from catalog.modules.eplesiran.services.gate import check_ticket
from catalog.modules.eplesiran.ticket_codes import qr_text
from catalog.sdk.context import local_today
from tenants.context import inside
from tenants.organisation.models import RoleGrant

ATTEMPTS, THREADS, QUOTA = 200, 16, 37


@pytest.fixture
def selling(fresh, poso, settings):
    """A free place with 37 places a day."""
    settings.ADOPSI_DEMO = True
    with inside(poso):
        place = Destination.objects.create(
            slug="danau-uji",
            name="Danau Uji",
            category="air",
            summary_id="Uji.",
            description_id="Uji.",
            latitude=-1.767,
            longitude=120.641,
            district_code="72.02.04",
            address="Tentena",
            is_published=True,
        )
        for day in range(7):
            OpeningHours.objects.create(destination=place, weekday=day, opens=time(0), closes=time(23, 59))
        Tariff.objects.create(destination=place, label="dewasa", amount=0, valid_from=date(2020, 1, 1))
        TicketOffer.objects.create(
            destination=place, is_open=True, payers=["dewasa"], daily_quota=QUOTA, legal_basis="Perda (contoh)"
        )
    return place.pk


def at_once(pemda, number, act):
    """Let `act(turn)` run for every turn on several threads that start together; what each gave."""
    said, start, turns = [], threading.Barrier(min(number, THREADS)), iter(range(number))

    def work():
        try:
            start.wait(timeout=30)
            with inside(pemda):
                for turn in turns_of():
                    said.append(act(turn))
        finally:
            connections.close_all()

    lock = threading.Lock()

    def turns_of():
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            yield turn

    threads = [threading.Thread(target=work) for _each in range(min(number, THREADS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return Counter(said)


@pytest.fixture
def without_check(selling, poso):
    """The database's own check of the quota is gone, so that the lock on the day stands alone."""
    with connections["owner"].cursor() as cursor:
        table = f"{poso.schema_name}.eplesiran_ticketday"
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT eplesiran_never_oversold")


def test_of_two_hundred_attempts_none_is_sold_above_the_quota(selling, poso, person):
    sell_out(selling, poso, person, attempts=ATTEMPTS)


def test_the_lock_on_the_day_alone_sells_no_place_twice(selling, without_check, poso, person):
    sell_out(selling, poso, person, attempts=80)


def sell_out(selling, poso, person, *, attempts):
    """Many more want to come than there are places; each place is sold once, the others hear that it is full."""
    with inside(poso):
        people = [person(f"Warga{number}") for number in range(8)]
        tomorrow = local_today()

    def buy(turn):
        try:
            book_tickets(
                person=people[turn % 8], destination_id=selling, day=tomorrow, visitors={"dewasa": 1}, key=uuid.uuid4()
            )
        except QuotaSpent:
            return "habis"
        return "terbit"

    said = at_once(poso, attempts, buy)

    with inside(poso):
        assert said == {"terbit": QUOTA, "habis": attempts - QUOTA}
        assert TicketDay.objects.get().taken == QUOTA == Booking.objects.filter(state="terbit").count()


def test_one_ticket_at_two_gates_at_once_opens_one(selling, poso, person):
    with inside(poso):
        officers = [person(name, kind="petugas") for name in ("Budi", "Wulan")]
        for officer in officers:
            RoleGrant.objects.create(person=officer, role="eplesiran.gerbang")
        booking = book_tickets(
            person=person("Sari"), destination_id=selling, day=local_today(), visitors={"dewasa": 9}, key=uuid.uuid4()
        )
        codes = [qr_text(ticket.code) for ticket in booking.tickets.all()]

    for code in codes:

        def scan(turn, code=code):
            return check_ticket(
                officer=officers[turn], destination_id=selling, text=code, gate=f"Gerbang {turn}", key=uuid.uuid4()
            ).answer

        assert at_once(poso, 2, scan) == {"masuk": 1, "terpakai": 1}
    with inside(poso):
        assert Scan.objects.filter(answer="masuk").count() == 9
        assert booking.tickets.filter(used_at__lte=timezone.now()).count() == 9
