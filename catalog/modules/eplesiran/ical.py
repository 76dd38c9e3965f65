"""The event calendar as iCalendar (RFC 5545), for people's own calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from catalog.modules.eplesiran.models import Event
from catalog.sdk.context import current_pemda

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, RFC 5545 section 3.1
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_of(events: Iterable[Event], *, base_url: str, name: str) -> bytes:
    """A calendar with the events; `base_url` is the Pemda's own address, which makes their names unique."""
    host = base_url.split("://", 1)[-1].partition(":")[0]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Adopsi//e-Plesiran//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-TIMEZONE:{current_pemda().zone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in events:
        lines += _event(event, base_url, host)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, base_url: str, host: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:acara-{event.pk}@{host}",
        f"DTSTAMP:{_moment(event.updated_at)}",
        f"LAST-MODIFIED:{_moment(event.updated_at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(event.description)}",
        f"LOCATION:{_text(event.place_text)}",
        f"URL:{base_url}{event.get_absolute_url()}",
    ]
    if event.destination and event.destination.is_published:
        lines.append(f"GEO:{event.destination.latitude:.6f};{event.destination.longitude:.6f}")
    return [*lines, "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.translate(ESCAPES)


def _folded(line: str) -> bytes:
    """The line with CRLF, broken so that no piece is too long and no letter is torn apart."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        # Every piece but the first begins with a space that counts.
        if len(piece) + len(octets) > LONGEST_LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
