"""Dates, times, numbers and money as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tenants.places.clock import (
    format_date,
    format_datetime,
    format_number,
    format_rupiah,
    format_time,
    format_weekday,
    relative_time,
    zone_of,
)

MOMENT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def test_zone_follows_the_region():
    assert zone_of("72.02") == ZoneInfo("Asia/Makassar")
    assert zone_of("3671") == ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Asia/Makassar", "id", "22 November 2026 14.30 WITA"),
        ("Asia/Makassar", "en", "22 November 2026 14:30 WITA"),
        ("Asia/Makassar", "en-us", "22 November 2026 14:30 WITA"),
        (ZoneInfo("Asia/Jakarta"), "id", "22 November 2026 13.30 WIB"),
        ("Asia/Jayapura", "id", "22 November 2026 15.30 WIT"),
        ("Asia/Pontianak", "id", "22 November 2026 13.30 WIB"),
    ],
)
def test_moments_are_written_in_the_zone_of_the_pemda(zone, language, text):
    assert format_datetime(MOMENT, zone, language) == text


def test_a_moment_may_fall_on_another_day_further_east():
    late = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)
    assert format_datetime(late, "Asia/Jakarta") == "31 Desember 2026 23.05 WIB"
    assert format_datetime(late, "Asia/Makassar") == "1 Januari 2027 00.05 WITA"


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        format_datetime(datetime(2026, 1, 1), "Asia/Jakarta")  # noqa: DTZ001


def test_dates_are_written_in_both_languages():
    assert format_date(date(2026, 8, 17)) == "17 Agustus 2026"
    assert format_date(date(2026, 8, 17), "en") == "17 August 2026"
    assert format_weekday(date(2026, 11, 22)) == "Minggu, 22 November 2026"
    assert format_weekday(date(2026, 11, 22), "en") == "Sunday, 22 November 2026"
    assert format_time(MOMENT, "Asia/Makassar") == "14.30 WITA"


@pytest.mark.parametrize(
    ("gap", "indonesian", "english"),
    [
        (timedelta(seconds=20), "baru saja", "just now"),
        (timedelta(minutes=1), "1 menit lalu", "1 minute ago"),
        (timedelta(hours=2), "2 jam lalu", "2 hours ago"),
        (timedelta(hours=20), "Kemarin", "Yesterday"),
        (timedelta(days=3), "3 hari lalu", "3 days ago"),
        (timedelta(days=45), "8 Oktober 2026", "8 October 2026"),
        (timedelta(hours=-2), "2 jam lagi", "in 2 hours"),
        (timedelta(hours=-23), "Besok", "Tomorrow"),
        (timedelta(days=-5), "5 hari lagi", "in 5 days"),
    ],
)
def test_nearness_is_counted_and_distance_dated(gap, indonesian, english):
    assert relative_time(MOMENT - gap, MOMENT, zone="Asia/Makassar") == indonesian
    assert relative_time(MOMENT - gap, MOMENT, "en", zone="Asia/Makassar") == english


def test_yesterday_is_a_day_of_the_pemda_not_of_utc():
    now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert relative_time(moment, now) == "14 jam lalu"
    assert relative_time(moment, now, zone="Asia/Jakarta") == "Kemarin"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234567, "1.234.567"),
        (Decimal("1234567.89"), "1.234.567,89"),
        (1234567.89, "1.234.567,89"),
        (-1234.5, "-1.234,5"),
        (1e16, "10.000.000.000.000.000"),
    ],
)
def test_numbers_use_points_and_a_comma(value, text):
    assert format_number(value) == text


def test_numbers_are_rounded_half_up_on_request():
    assert format_number(Decimal("88.305"), decimals=2) == "88,31"
    assert format_number(1234567.891, "en", decimals=1) == "1,234,567.9"
    assert format_number(5, decimals=2) == "5,00"


def test_money_has_no_space_and_no_decimals():
    assert format_rupiah(1500000) == "Rp1.500.000"
    assert format_rupiah(0) == "Rp0"
    assert format_rupiah(-2500) == "-Rp2.500"
