"""Fills the active Pemda with demonstration data of its own region; running it again changes nothing.

Drawing thirty pictures takes longer than all else, so a task does it after the rows are there.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.modules.eplesiran.demonstration.facts import region_of
from catalog.modules.eplesiran.demonstration.keys import key_of
from catalog.modules.eplesiran.demonstration.tickets import fill_tickets
from catalog.modules.eplesiran.models import Destination, Event, OpeningHours, Review, Tariff
from catalog.modules.eplesiran.tasks import draw_pictures
from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.people import Opd, Person
from catalog.sdk.records import record

# Time for every worker to hear that the module is on; before that it would skip the task.
DELAY_SECONDS = 3


def fill() -> None:
    """Make the destinations, events, reviews and tickets that are missing, each whole or not at all."""
    code = current_pemda().code
    region = region_of(code)
    opd = Opd.objects.filter(code="disbudpar").first()
    authors = [_author(code, number, name) for number, name in enumerate(region.people, start=1)]
    for number, facts in enumerate(region.destinations):
        _add_destination(facts, opd, authors, number)
    for facts in region.events:
        _add_event(facts, opd)
    fill_tickets(authors)
    draw_pictures.apply_async(kwargs={"pemda": code}, countdown=DELAY_SECONDS)


def _author(code: str, number: int, name: str) -> Person:
    # The address cannot exist (RFC 2606), so that nobody is ever mailed.
    email = f"pengulas{number:02}.{code.replace('.', '')}@contoh.invalid"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(name=name, email=email)


@transaction.atomic
def _add_destination(facts: dict[str, Any], opd: Opd | None, authors: list[Person], number: int) -> None:
    destination, is_new = Destination.objects.get_or_create(
        slug=facts["slug"],
        defaults={**facts["columns"], "opd": opd, "client_key": key_of("destination", facts["slug"])},
    )
    if not is_new:
        return
    OpeningHours.objects.bulk_create([OpeningHours(destination=destination, **row) for row in facts["hours"]])
    Tariff.objects.bulk_create([Tariff(destination=destination, **row) for row in facts["tariffs"]])
    for order, review in enumerate(facts["reviews"]):
        _add_review(destination, authors[(number * 5 + order) % len(authors)], review, order)
    record(act="eplesiran.destination_added", subject=destination)
    record(act="eplesiran.destination_published", subject=destination)


def _add_review(destination: Destination, author: Person, review: dict[str, Any], order: int) -> None:
    ago = timedelta(days=3 + (destination.pk * 7 + order * 23) % 150, hours=(order * 5) % 12)
    written_at = timezone.now() - ago
    made = Review.objects.create(
        destination=destination,
        author=author,
        written_at=written_at,
        client_key=key_of("review", destination.slug, str(order)),
        **review,
    )
    Review.objects.filter(pk=made.pk).update(created_at=written_at)
    record(act="eplesiran.review_written", subject=made, actor=author, label=destination.name)


@transaction.atomic
def _add_event(facts: dict[str, Any], opd: Opd | None) -> None:
    key = key_of("event", facts["title"])
    if Event.objects.filter(client_key=key).exists():
        return
    day = local_today() + timedelta(days=facts["day"])
    starts_at = datetime.combine(day, time(facts["hour"]), current_pemda().zone)
    last_day = datetime.combine(day + timedelta(days=facts.get("days", 1) - 1), time(22), current_pemda().zone)
    ends_at = last_day if "days" in facts else starts_at + timedelta(hours=facts["hours"])
    event = Event.objects.create(
        title=facts["title"],
        description=facts["text"],
        destination=Destination.objects.filter(slug=facts["at"]).first(),
        place=facts["place"],
        starts_at=starts_at,
        ends_at=ends_at,
        is_published=True,
        opd=opd,
        client_key=key,
    )
    record(act="eplesiran.event_added", subject=event)
    record(act="eplesiran.event_published", subject=event)
