"""The calendar feed: whole, well-formed lines that any calendar program reads, and only what the public may see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.modules.eplesiran.models import Event

LONG = "Panggung; tari, musik, dan bazar \\ gratis.\nDatang sore hari. " + "Salam hangat dari Tentena, é ü 日本. " * 6


@pytest.fixture
def festival(in_poso, place):
    starts = timezone.now() + timedelta(days=3)
    values = {"starts_at": starts, "ends_at": starts + timedelta(hours=4), "destination": place}
    Event.objects.create(title="Rahasia", description="Belum tayang", **values)
    return Event.objects.create(title="Festival Danau, Poso", description=LONG, is_published=True, **values)


def read(body):
    """The lines as RFC 5545 unfolds them, by name."""
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    lines = re.sub(rb"\r\n[ \t]", b"", body).decode().split("\r\n")
    return {line.split(":", 1)[0]: line.split(":", 1)[1] for line in lines if line}


def test_the_feed_has_published_events_in_lines_that_unfold_to_the_same_text(in_poso, festival, client_of):
    answer = client_of(in_poso).get("/eplesiran/acara/kalender.ics")

    said = read(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.count(b"BEGIN:VEVENT") == 1
    assert said["SUMMARY"] == "Festival Danau\\, Poso"
    plain = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], said["DESCRIPTION"])
    assert plain == LONG
    assert said["DTSTART"] == f"{festival.starts_at:%Y%m%dT%H%M%SZ}"
    assert said["UID"].startswith(f"acara-{festival.pk}@")


def test_one_event_is_a_file_and_a_hidden_one_is_not_there(in_poso, festival, client_of):
    client = client_of(in_poso)

    assert client.get(f"/eplesiran/acara/{festival.pk}/acara.ics").content.startswith(b"BEGIN:VCALENDAR\r\n")
    hidden = Event.objects.get(title="Rahasia")
    assert client.get(f"/eplesiran/acara/{hidden.pk}/acara.ics").status_code == 404
