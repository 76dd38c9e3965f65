"""The gate: each ticket has its own answer, one visitor for one ticket, and mistakes can be taken back for a while."""

from __future__ import annotations

import uuid
from datetime import time, timedelta

import pytest
from django.utils import timezone

from catalog.modules.eplesiran.errors import DestinationUnknown, ScanFixed, ScanUnknown, UndoNeedsReason
from catalog.modules.eplesiran.models import Booking, Scan, Ticket
from catalog.modules.eplesiran.services.bookings import book_tickets
from catalog.modules.eplesiran.services.destinations import TariffRow
from catalog.modules.eplesiran.services.gate import check_ticket, undo_check
from catalog.modules.eplesiran.services.offers import OfferFacts, save_offer
from catalog.modules.eplesiran.tests.conftest import every_day, later
from catalog.modules.eplesiran.ticket_codes import ALPHABET, LENGTH, MARK, _seal, new_code, qr_text
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Opd
from tenants.audit.models import Entry

HERE = "/konsol/m/eplesiran"


pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def sell(manager, add):
    """Makes a place that sells free tickets: `sell("Danau Poso")`."""

    def make(name, opd=None):
        tariffs = [TariffRow(label="dewasa", amount=0, valid_from=later(-30))]
        place = add(name=name, hours=every_day(time(0), time(23, 59)), tariffs=tariffs, opd=opd)
        facts = OfferFacts(is_open=True, payers=["dewasa"], daily_quota=50, days_ahead=10, legal_basis="Perda (contoh)")
        save_offer(actor=manager, destination_id=place.pk, facts=facts)
        return place

    return make


@pytest.fixture
def lake(sell):
    return sell("Danau Poso")


@pytest.fixture
def keeper(in_poso, person, give):
    """A gate officer of the whole Pemda."""
    gita = person("Gita", kind="petugas")
    give(gita, "eplesiran.gerbang")
    return gita


@pytest.fixture
def ticket(lake, sari):
    """Makes a ticket of Sari's: `ticket()`, `ticket(day=later(1))`."""

    def make(place=None, day=None):
        booking = book_tickets(
            person=sari,
            destination_id=(place or lake).pk,
            day=day or later(0),
            visitors={"dewasa": 1},
            key=uuid.uuid4(),
        )
        return booking.tickets.get()

    return make


@pytest.fixture
def scan(keeper, lake):
    """Checks a text at the lake's gate."""

    def ask(text, **changes):
        values = {"officer": keeper, "destination_id": lake.pk, "gate": "Gerbang timur", "key": uuid.uuid4()}
        return check_ticket(text=text, **values | changes)

    return ask


def test_a_ticket_lets_in_once_by_camera_or_by_hand(ticket, scan, keeper):
    by_camera, by_hand = ticket(), ticket()

    assert scan(qr_text(by_camera.code)).answer == "masuk"
    assert scan(f" {by_hand.code[:5].lower()}-{by_hand.code[5:]}").answer == "masuk"
    for one in (by_camera, by_hand):
        assert scan(qr_text(one.code)).answer == "terpakai"
        one.refresh_from_db()
        assert (one.used_by, one.used_gate) == (keeper, "Gerbang timur")


def test_each_wrong_ticket_has_its_own_answer_and_stays_unused(ticket, scan, sell, in_poso, settings):
    good, elsewhere, tomorrow = ticket(), ticket(place=sell("Air Terjun Saluopa")), ticket(day=later(1))
    cancelled, unpaid, forged = ticket(), ticket(), qr_text(good.code)[:-1] + "A"
    Booking.objects.filter(pk=cancelled.booking_id).update(state="batal")
    Booking.objects.filter(pk=unpaid.booking_id).update(state="menunggu")
    if forged == qr_text(good.code):
        forged = forged[:-1] + "B"
    of_karawang = f"{MARK}:32.15:{good.code}:{_seal('32.15', good.code, settings.SECRET_KEY)}"

    asked = {
        "salah_tempat": qr_text(elsewhere.code),
        "salah_hari": qr_text(tomorrow.code),
        "batal": qr_text(cancelled.code),
        "belum_bayar": qr_text(unpaid.code),
        "palsu": forged,
        "daerah_lain": of_karawang,
        "tak_dikenal": "ABCDE-FGHJK",
    }

    assert {name: scan(text).answer for name, text in asked.items()} == {name: name for name in asked}
    assert not Ticket.objects.filter(used_at__isnull=False).exists()
    assert scan(f"{MARK}:32.15:{good.code}:AAAAAAAAAAAAAAAA").answer == "palsu"


def test_a_code_cannot_be_guessed_from_others():
    codes = {new_code() for _each in range(2000)}

    assert len(codes) == 2000
    # Every letter at every place: nothing of a code follows from the one before.
    assert all({code[place] for code in codes} == set(ALPHABET) for place in range(LENGTH))


def test_the_same_question_asked_twice_has_the_same_answer(ticket, scan):
    code, key = qr_text(ticket().code), uuid.uuid4()

    assert scan(code, key=key) == scan(code, key=key)
    assert Scan.objects.get().answer == "masuk"


def test_a_mistaken_check_is_undone_with_a_reason_for_some_minutes(ticket, scan, keeper, person, give):
    mine = ticket()
    done = scan(qr_text(mine.code))

    with pytest.raises(UndoNeedsReason):
        undo_check(officer=keeper, scan_id=done.pk, reason=" ")
    undo_check(officer=keeper, scan_id=done.pk, reason="Salah pindai")
    assert Entry.objects.get(act="eplesiran.check_undone").changes == {"reason": "Salah pindai"}
    again = scan(qr_text(mine.code))
    assert again.answer == "masuk"

    Scan.objects.filter(pk=again.pk).update(at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(ScanFixed):
        undo_check(officer=keeper, scan_id=again.pk, reason="Terlambat")
    mine.refresh_from_db()
    assert mine.used_at is not None


def test_a_gate_officer_of_one_opd_has_no_other_gates(ticket, sell, scan, person, give, sari):
    opd, other = Opd.objects.order_by("pk")[:2]
    here, there = sell("Taman Kota", opd), sell("Museum Poso", other)
    narrow = person("Dewi", kind="petugas")
    give(narrow, "eplesiran.gerbang", opd)
    mine, theirs = ticket(place=here), ticket(place=there)
    done = scan(qr_text(theirs.code), destination_id=there.pk)

    assert scan(qr_text(mine.code), officer=narrow, destination_id=here.pk).answer == "masuk"
    with pytest.raises(DestinationUnknown):
        scan(qr_text(theirs.code), officer=narrow, destination_id=there.pk)
    with pytest.raises(ScanUnknown):
        undo_check(officer=narrow, scan_id=done.pk, reason="Bukan gerbang saya")
    with pytest.raises(NotAllowed):
        scan(qr_text(mine.code), officer=sari)


def test_the_gates_page_answers_in_words_and_tells_the_second_officer_when_and_where(
    in_poso, ticket, scan, keeper, lake, manager, client_of
):
    code = qr_text(ticket().code)
    first, second = client_of(in_poso, keeper), client_of(in_poso, manager)
    path = f"{HERE}/gerbang/{lake.pk}/"

    def send(client, **changes):
        sent = {"code": code, "gate": "Gerbang barat", "key": str(uuid.uuid4())} | changes
        return client.post(path, sent, headers={"HX-Request": "true"}).content.decode()

    assert 'data-tone="masuk"' in send(first)
    refused = send(second, gate="Gerbang timur")
    assert 'data-tone="tolak"' in refused
    assert "di Gerbang barat." in refused
    assert "Pindai atau ketik kode tiket dahulu." in send(first, code="")
    assert first.get(path).status_code == 200
    assert first.get(f"{path}pemeriksaan/").status_code == 200


def test_roles_and_pages(in_poso, keeper, manager, moderator, sari, lake, client_of):
    pages = {
        "tiket/": (manager,),
        f"tiket/{lake.pk}/": (manager,),
        "laporan/": (manager,),
        "laporan/?format=xlsx": (manager,),
        "laporan/pembayaran/": (manager,),
        "gerbang/": (manager, keeper),
        f"gerbang/{lake.pk}/": (manager, keeper),
    }
    for someone in (keeper, manager, moderator, sari):
        client = client_of(in_poso, someone)
        for page, allowed in pages.items():
            answer = client.get(f"{HERE}/{page}", follow=True).status_code
            assert answer == (200 if someone in allowed else 403), (someone.name, page)
