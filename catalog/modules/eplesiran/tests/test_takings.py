"""Reports of visits and takings, the payments beside them, and what erasing a visitor leaves of both."""

from __future__ import annotations

import io
import re
import uuid
from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from openpyxl import load_workbook

from catalog.modules.eplesiran.demonstration.tickets import fill_tickets
from catalog.modules.eplesiran.hooks import statistics
from catalog.modules.eplesiran.models import Booking, Scan, Ticket, TicketDay
from catalog.modules.eplesiran.privacy import erase_person, export_person
from catalog.modules.eplesiran.selectors.takings import (
    BY_DAY,
    BY_PAYER,
    BY_PLACE,
    Span,
    list_reconciled,
    report_lines,
    unmatched,
)
from catalog.modules.eplesiran.services.bookings import book_tickets, cancel_booking
from catalog.modules.eplesiran.services.destinations import TariffRow
from catalog.modules.eplesiran.services.gate import check_ticket
from catalog.modules.eplesiran.services.offers import OfferFacts, save_offer
from catalog.modules.eplesiran.tests.conftest import every_day, later, pay
from catalog.sdk.people import Opd
from tenants.payments.models import Payment
from tenants.payments.privacy import SOURCE

HERE = "/konsol/m/eplesiran/laporan/"
TILE = re.compile(r'<dt class="[^"]*"><a href="([^"]+)"')
WEEK = Span(first=later(-7), last=later(7))


pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def sold(manager, add, sari):
    """At the lake: today two adults and a child of whom one came, tomorrow one cancelled, one never paid."""
    tariffs = [TariffRow(label=label, amount=n, valid_from=later(-30)) for label, n in (("dewasa", 10), ("anak", 5))]
    opd = Opd.objects.first()
    place = add(hours=every_day(time(0), time(23, 59)), tariffs=tariffs, opd=opd)
    facts = OfferFacts(is_open=True, payers=["dewasa", "anak"], daily_quota=50, days_ahead=9, legal_basis="Perda")
    save_offer(actor=manager, destination_id=place.pk, facts=facts)

    def book(ahead, **visitors):
        return book_tickets(person=sari, destination_id=place.pk, day=later(ahead), visitors=visitors, key=uuid.uuid4())

    came, gone, unpaid = book(0, dewasa=2, anak=1), book(1, dewasa=1), book(1, anak=4)
    for booking in (came, gone):
        pay(booking)
    cancel_booking(person=sari, key=gone.key)
    code = came.tickets.first().code
    check_ticket(officer=manager, destination_id=place.pk, text=code, gate="", key=uuid.uuid4())
    assert unpaid.state == "menunggu"
    return place


def lines(officer, by, span=WEEK):
    return [(line.key, line.sold, line.came, line.taken) for line in report_lines(officer=officer, span=span, by=by)]


def test_only_valid_tickets_count_by_day_place_and_kind(manager, sold):
    assert lines(manager, BY_DAY) == [(later(0), 3, 1, 25)]
    assert lines(manager, BY_PLACE) == [("Danau Poso", 3, 1, 25)]
    assert lines(manager, BY_PAYER) == [("anak", 1, 0, 5), ("dewasa", 2, 1, 20)]
    assert lines(manager, BY_DAY, Span(first=later(1), last=later(7))) == []


def test_the_payments_agree_with_the_tickets_and_a_fault_shows(manager, sold):
    span = {"officer": manager, "first": later(0), "last": later(0)}

    assert sorted(list_reconciled(**span).values_list("state", flat=True)) == ["dikembalikan", "lunas", "menunggu"]
    assert unmatched(list_reconciled(**span)) == 0
    Booking.objects.filter(state="terbit").update(state="kedaluwarsa")
    assert unmatched(list_reconciled(**span)) == 1


def test_the_wall_counts_who_came_what_was_sold_and_what_was_taken_today(sold):
    Ticket.objects.update(amount=25_000)
    tiles = [(row.label, row.value, row.note) for row in statistics() if row.is_today]
    assert tiles == [
        ("Pengunjung masuk hari ini", "1", "dari 3 tiket"),
        ("Tiket terjual hari ini", "3", ""),
        ("Penerimaan hari ini (ribu rupiah)", "75", ""),
    ]

    Booking.objects.filter(state="terbit").update(issued_at=timezone.now() - timedelta(days=1))

    assert [row.value for row in statistics() if row.is_today] == ["1", "0", "0"]


def test_an_admin_without_a_role_is_led_to_no_page_of_the_officers(in_poso, sold, rina, client_of):
    client = client_of(in_poso, rina)

    for page in ("/konsol/", "/konsol/live/", "/konsol/katalog/eplesiran/", "/konsol/bantuan/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "/konsol/m/eplesiran/" not in answer.content.decode(), page
    for row in statistics():
        assert not row.url or client.get(row.url).status_code == 200, row.label


def test_officers_tiles_lead_to_their_own_lists_and_each_opens(in_poso, sold, manager, moderator, client_of):
    own = {
        manager: ["destinasi/", "acara/", "", "", "gerbang/", "laporan/", "laporan/", "laporan/"],
        moderator: ["", "", "ulasan/", "ulasan/?status=menunggu", "", "", "", ""],
    }
    for someone, paths in own.items():
        client = client_of(in_poso, someone)
        tiles = TILE.findall(client.get("/konsol/").content.decode())
        expected = [
            f"/konsol/m/eplesiran/{path}" if path else row.url for path, row in zip(paths, statistics(), strict=True)
        ]
        assert tiles == [address for address in expected if address], someone.name
        assert {address: client.get(address, follow=True).status_code for address in tiles} == dict.fromkeys(tiles, 200)


def test_behind_the_walls_numbers_stand_the_destinations(in_poso, sold, rina, client_of):
    Ticket.objects.update(amount=25_000)
    cache.clear()
    client = client_of(in_poso, rina)
    said = {"masuk": "1 dari 3 tiket", "terjual": "3 tiket, Rp75.000", "penerimaan": "3 tiket, Rp75.000"}
    for key, words in said.items():
        page = client.get(f"/konsol/live/daftar/eplesiran/{key}/").content.decode()
        assert (words in page, "Danau Poso" in page, "Sari" in page) == (True, True, False), key
        assert f"/konsol/live/daftar/eplesiran/{key}/" in client.get("/konsol/live/").content.decode()
    assert client.get("/konsol/live/daftar/eplesiran/lain/").status_code == 404


def test_an_officer_of_another_opd_sees_none_of_it(sold, person, give):
    other = person("Dewi", kind="petugas")
    give(other, "eplesiran.pengelola", Opd.objects.exclude(pk=sold.opd_id).first())

    assert lines(other, BY_DAY) == []
    assert not list_reconciled(officer=other, first=later(0), last=later(0)).exists()


def test_the_pages_export_what_they_show(officer, sold):
    csv = officer.get(f"{HERE}?format=csv&sampai={later(2)}").content.decode("utf-8-sig").splitlines()
    sheet = load_workbook(io.BytesIO(officer.get(f"{HERE}pembayaran/?format=xlsx").content)).active
    page = officer.get(f"{HERE}?menurut=golongan").content.decode()

    assert csv[1:] == [f"{later(0)},Danau Poso,Anak,1,0,5", f"{later(0)},Danau Poso,Dewasa,2,1,20"]
    assert sheet.max_row == 4
    assert "Rp25" in page


def test_an_erased_visitor_leaves_the_numbers_without_a_name(manager, sold, sari):
    export = export_person(sari)["bookings"]
    assert [row["amount"] for row in export] == [20, 10, 25]
    before = lines(manager, BY_DAY)

    erase_person(sari)
    SOURCE.erase(sari)

    assert lines(manager, BY_DAY) == before
    assert not Booking.objects.exclude(person=None, holder_name="").exists()
    assert not Payment.objects.exclude(payer=None).exists()


def test_the_demonstration_sells_on_past_and_coming_days_and_agrees_with_itself(manager, sold, sari):
    fill_tickets([sari])
    counts = [model.objects.count() for model in (Booking, Ticket, Scan, TicketDay, Payment)]
    # The lake has an offer of its own, which stays as it is.
    assert counts[0] == 3

    Booking.objects.all().delete()
    sold.offer.delete()
    sold.ticket_days.all().delete()
    Payment.objects.all().delete()
    fill_tickets([sari])
    made = Booking.objects.count()
    fill_tickets([sari])

    assert Booking.objects.count() == made > 30
    assert unmatched(list_reconciled(officer=manager, first=later(-60), last=later(1))) == 0
    for row in TicketDay.objects.all():
        seats = sum(Booking.objects.filter(day=row.day, state="terbit").values_list("seats", flat=True))
        assert row.taken == seats
