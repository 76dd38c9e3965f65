"""Dates, times, numbers and money as a Pemda's people write them, in Indonesian (`id`) and English (`en`)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from tenants.places.regions import ZONE_LABELS, get_region

Language = Literal["id", "en"]

_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "id": tuple("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}
_WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {
    "id": tuple("Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()),
    "en": tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
}
_UNITS: Final[dict[str, dict[str, str]]] = {
    "id": {"minute": "menit", "hour": "jam", "day": "hari"},
    "en": {"minute": "minute", "hour": "hour", "day": "day"},
}
_WORDS: Final[dict[str, dict[str, str]]] = {
    "id": {"now": "baru saja", "yesterday": "Kemarin", "tomorrow": "Besok", "past": "{} lalu", "future": "{} lagi"},
    "en": {"now": "just now", "yesterday": "Yesterday", "tomorrow": "Tomorrow", "past": "{} ago", "future": "in {}"},
}
# Beyond this a count of days says less than the date itself.
_LONGEST_COUNT_IN_DAYS: Final = 30


def zone_of(code: str) -> ZoneInfo:
    """Return the time zone of a region: 72.02 gives Asia/Makassar."""
    return ZoneInfo(get_region(code).time_zone)


def zone_label(zone: ZoneInfo | str) -> str:
    """Return WIB, WITA or WIT for an Indonesian time zone; KeyError for any other."""
    return ZONE_LABELS[str(zone)]


def format_date(day: date, language: str = "id") -> str:
    """Write '22 November 2026'. Give a local date: a datetime is written as it stands, not converted."""
    return f"{day.day} {_MONTHS[_supported(language)][day.month - 1]} {day.year}"


def format_weekday(day: date, language: str = "id") -> str:
    """Write 'Minggu, 22 November 2026'."""
    return f"{_WEEKDAYS[_supported(language)][day.weekday()]}, {format_date(day, language)}"


def format_time(moment: datetime, zone: ZoneInfo | str, language: str = "id") -> str:
    """Write '14.30 WITA' (Indonesian) or '14:30 WITA' (English) in the given zone."""
    local = _local(moment, zone)
    separator = "." if _supported(language) == "id" else ":"
    return f"{local.hour:02}{separator}{local.minute:02} {zone_label(zone)}"


def format_datetime(moment: datetime, zone: ZoneInfo | str, language: str = "id") -> str:
    """Write '22 November 2026 14.30 WITA' in the given zone; naive datetimes are refused with ValueError."""
    return f"{format_date(_local(moment, zone), language)} {format_time(moment, zone, language)}"


def relative_time(moment: datetime, now: datetime, language: str = "id", *, zone: ZoneInfo | str | None = None) -> str:
    """Write '2 jam lalu', 'Kemarin', '3 hari lalu' or '2 hari lagi'; past 30 days, the date.

    Days are calendar days in `zone`, or in the zone of `now` when none is given.
    """
    language = _supported(language)
    place = ZoneInfo(str(zone)) if zone else now.tzinfo
    local, today = moment.astimezone(place), now.astimezone(place).date()
    gap = now - moment
    if abs(gap) < timedelta(minutes=1):
        return _WORDS[language]["now"]
    days = (today - local.date()).days
    if abs(gap) < timedelta(hours=12) or days == 0:
        return _count(abs(gap), language, past=gap > timedelta(0))
    if abs(days) == 1:
        return _WORDS[language]["yesterday" if days == 1 else "tomorrow"]
    if abs(days) > _LONGEST_COUNT_IN_DAYS:
        return format_date(local, language)
    return _count(timedelta(days=abs(days)), language, past=days > 0)


def format_number(value: Decimal | float, language: str = "id", *, decimals: int | None = None) -> str:
    """Write '1.234.567,89' (Indonesian) or '1,234,567.89' (English), with all its decimals or rounded half up."""
    number = Decimal(str(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    return text if _supported(language) == "en" else text.translate(str.maketrans(",.", ".,"))


def format_rupiah(amount: int) -> str:
    """Write 'Rp1.500.000' from whole rupiah, in both languages; a negative amount gets its sign before Rp."""
    return f"{'-' if amount < 0 else ''}Rp{format_number(abs(amount))}"


def _supported(language: str) -> Language:
    return "en" if language.lower().startswith("en") else "id"


def _local(moment: datetime, zone: ZoneInfo | str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no zone to convert from")
    return moment.astimezone(ZoneInfo(str(zone)))


def _count(gap: timedelta, language: Language, *, past: bool) -> str:
    minutes = int(gap.total_seconds() // 60)
    unit, size = ("minute", 1) if minutes < 60 else ("hour", 60) if minutes < 24 * 60 else ("day", 24 * 60)
    number = minutes // size
    plural = "s" if language == "en" and number != 1 else ""
    counted = f"{number} {_UNITS[language][unit]}{plural}"
    return _WORDS[language]["past" if past else "future"].format(counted)
