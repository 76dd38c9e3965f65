"""Open now, by the clock of Poso (WITA), and the words for it."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from catalog.modules.eplesiran.hours import opening_of, week_of
from catalog.modules.eplesiran.models import Destination
from catalog.modules.eplesiran.selectors.destinations import Wanted, list_published
from catalog.modules.eplesiran.services.destinations import DayRow
from catalog.modules.eplesiran.tests.conftest import every_day, wita


def is_listed_as_open(moment):
    return list_published(Wanted(open_at=moment)).exists()


@pytest.mark.parametrize(
    ("moment", "is_open", "text"),
    [
        (wita(7, 59), False, "Tutup, buka pukul 08.00"),
        (wita(8, 0), True, "Buka sampai 17.00"),
        (wita(16, 59), True, "Buka sampai 17.00"),
        (wita(17, 0), False, "Tutup, buka besok 08.00"),
    ],
)
def test_list_and_word_agree_at_the_edges_of_the_day(place, moment, is_open, text):
    opening = opening_of(place, moment)

    assert (opening.is_open, opening.text) == (is_open, text)
    assert is_listed_as_open(moment) is is_open


def test_the_clock_is_the_pemdas_not_utc_nor_jakartas(in_poso, place, client_of, monkeypatch):
    # 00.30 UTC is 08.30 in Poso and 07.30 in Jakarta.
    moment = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    assert "Buka sampai 17.00" in client_of(in_poso).get("/eplesiran/?buka=1").content.decode()


def test_a_day_without_hours_is_closed_and_the_next_open_day_is_named(add):
    place = add(hours=[DayRow(weekday=2, opens=time(9), closes=time(12))])

    assert opening_of(place, wita(10, 0)).text == "Tutup, buka Rabu 09.00"


def test_no_hours_at_all_are_unknown_not_closed(add):
    assert opening_of(add(), wita(10, 0)).text == "Jam buka belum tersedia"


def test_open_until_the_last_minute_lasts_until_midnight(add):
    place = add(hours=every_day(time(0), time(23, 59)))

    late = wita(23, 59, 30)
    assert opening_of(place, late).is_open
    assert is_listed_as_open(late)
    assert {day.text for day in week_of(place, late.date())} == {"24 jam"}


def test_closed_for_now_beats_the_hours(place):
    place.condition = Destination.Condition.CLOSED
    place.save()

    assert opening_of(place, wita(10, 0)).text == "Tutup sementara"
    assert not is_listed_as_open(wita(10, 0))


def test_the_week_begins_on_monday_and_marks_today(place):
    week = week_of(place, wita(10, 0).date())

    assert [day.weekday for day in week][0] == "Senin"
    assert [day.weekday for day in week if day.is_today] == ["Minggu"]
