"""Acts on destinations: save, publish, take off the site, confirm as checked, delete."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from catalog.modules.eplesiran.errors import (
    DestinationUnknown,
    HasBookings,
    HasReviews,
    HoursInvalid,
    InvalidField,
    PublishedStays,
    SlugTaken,
)
from catalog.modules.eplesiran.facilities import BY_KEY
from catalog.modules.eplesiran.models import Destination, OpeningHours, Tariff
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.rules import check_hours, check_tariff, refuse_overlap
from catalog.modules.eplesiran.selectors.destinations import maintains_whole_pemda
from catalog.modules.eplesiran.where import refuse_outside
from catalog.sdk.attachments import remove_attachment
from catalog.sdk.context import local_today
from catalog.sdk.errors import NotAllowed
from catalog.sdk.events import publish
from catalog.sdk.people import Opd, Person, require_role
from catalog.sdk.records import record


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """The hours of one weekday, Monday = 0."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffRow:
    """One tariff in whole rupiah."""

    label: str
    amount: int
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationFacts:
    """All that an officer states about a destination; an empty slug is made from the name."""

    name: str
    category: str
    summary_id: str
    description_id: str
    latitude: float
    longitude: float
    district_code: str
    address: str
    slug: str = ""
    summary_en: str = ""
    description_en: str = ""
    village_code: str = ""
    facilities: list[str] = field(default_factory=list)
    condition: str = Destination.Condition.GOOD
    condition_note: str = ""
    phone: str = ""
    website: str = ""
    opd: Opd | None = None


@transaction.atomic
def add_destination(
    *,
    actor: Person,
    facts: DestinationFacts,
    hours: Sequence[DayRow] = (),
    tariffs: Sequence[TariffRow] = (),
    client_key: uuid.UUID | None = None,
) -> Destination:
    """Add a destination that the public does not see yet; sent twice with one key, it is added once."""
    _refuse_stranger(actor, facts.opd)
    known = Destination.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return known
    _refuse_invalid(facts, hours, tariffs)
    destination = _insert(Destination(client_key=client_key or uuid.uuid4(), **_columns(facts)), facts.slug)
    _write_rows(destination, hours, tariffs)
    record(act="eplesiran.destination_added", subject=destination, actor=actor)
    return destination


@transaction.atomic
def change_destination(
    *,
    actor: Person,
    destination_id: int,
    facts: DestinationFacts,
    hours: Sequence[DayRow],
    tariffs: Sequence[TariffRow],
) -> Destination:
    """Replace what is stated of a destination, its hours and its tariffs, all or nothing."""
    destination = _lock(actor, destination_id)
    _refuse_stranger(actor, facts.opd)
    _refuse_invalid(facts, hours, tariffs)
    changes = _changes(destination, facts)
    for name, value in _columns(facts).items():
        setattr(destination, name, value)
    destination.slug = facts.slug or destination.slug
    _save_with_slug(destination)
    before = _rows_of(destination)
    _write_rows(destination, hours, tariffs)
    changes |= {name: [before[name], now] for name, now in _rows_of(destination).items() if before[name] != now}
    record(act="eplesiran.destination_changed", subject=destination, actor=actor, changes=changes)
    return destination


@transaction.atomic
def publish_destination(*, actor: Person, destination_id: int) -> Destination:
    """Show the destination to the public."""
    return _set_published(actor, destination_id, value=True, act="eplesiran.destination_published")


@transaction.atomic
def unpublish_destination(*, actor: Person, destination_id: int) -> Destination:
    """Take the destination off the site; its reviews and photos stay."""
    return _set_published(actor, destination_id, value=False, act="eplesiran.destination_unpublished")


@transaction.atomic
def confirm_destination(*, actor: Person, destination_id: int) -> Destination:
    """State that somebody checked today that what the page says is true."""
    destination = _lock(actor, destination_id)
    before = destination.last_verified_on
    destination.last_verified_on = local_today()
    destination.save(update_fields=["last_verified_on", "updated_at"])
    changes = {"last_verified_on": [str(before or ""), str(destination.last_verified_on)]}
    record(act="eplesiran.destination_verified", subject=destination, actor=actor, changes=changes)
    return destination


@transaction.atomic
def delete_destination(*, actor: Person, destination_id: int) -> None:
    """Delete a destination that is off the site and has no reviews, with its photos."""
    destination = _lock(actor, destination_id)
    if destination.is_published:
        raise PublishedStays
    if destination.reviews.exists():
        raise HasReviews
    if destination.bookings.exists():
        raise HasBookings
    record(act="eplesiran.destination_deleted", subject=destination, actor=actor)
    attachments = [photo.attachment for photo in destination.photos.select_related("attachment")]
    destination.delete()
    for attachment in attachments:
        remove_attachment(attachment=attachment)


def _set_published(actor: Person, destination_id: int, *, value: bool, act: str) -> Destination:
    destination = _lock(actor, destination_id)
    if destination.is_published != value:
        destination.is_published = value
        destination.save(update_fields=["is_published", "updated_at"])
        record(act=act, subject=destination, actor=actor)
        if value:
            publish("eplesiran.destination_published", destination.slug, {"slug": destination.slug})
    return destination


def _lock(actor: Person, destination_id: int) -> Destination:
    destination = Destination.objects.select_for_update().filter(pk=destination_id).first()
    if destination is None:
        raise DestinationUnknown
    _refuse_stranger(actor, destination.opd)
    return destination


def _refuse_stranger(actor: Person, opd: Opd | None) -> None:
    require_role(actor, MANAGER, opd=opd)
    if opd is None and not maintains_whole_pemda(actor):
        raise NotAllowed


def _refuse_invalid(facts: DestinationFacts, hours: Sequence[DayRow], tariffs: Sequence[TariffRow]) -> None:
    refuse_outside(facts.latitude, facts.longitude)
    if set(facts.facilities) - set(BY_KEY):
        raise InvalidField(field="facilities")
    for row in hours:
        check_hours(row.opens, row.closes)
    if len({row.weekday for row in hours}) != len(hours):
        raise HoursInvalid(field="weekday")
    for tariff in tariffs:
        check_tariff(tariff)
    refuse_overlap(tariffs)


def _columns(facts: DestinationFacts) -> dict[str, Any]:
    names = [name for name in DestinationFacts.__dataclass_fields__ if name != "slug"]
    return {name: getattr(facts, name) for name in names}


def _changes(destination: Destination, facts: DestinationFacts) -> dict[str, list[Any]]:
    wanted = _columns(facts) | {"slug": facts.slug or destination.slug}
    pairs = {name: (getattr(destination, name), value) for name, value in wanted.items()}
    return {name: [_plain(old), _plain(new)] for name, (old, new) in pairs.items() if old != new}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | list) or value is None else str(value)


def _rows_of(destination: Destination) -> dict[str, list[str]]:
    return {
        "hours": [str(row) for row in OpeningHours.objects.filter(destination=destination)],
        "tariffs": [str(row) for row in Tariff.objects.filter(destination=destination)],
    }


def _write_rows(destination: Destination, hours: Sequence[DayRow], tariffs: Sequence[TariffRow]) -> None:
    destination.hours.all().delete()
    destination.tariffs.all().delete()
    OpeningHours.objects.bulk_create([OpeningHours(destination=destination, **asdict(row)) for row in hours])
    Tariff.objects.bulk_create([Tariff(destination=destination, **asdict(row)) for row in tariffs])


def _insert(destination: Destination, wanted_slug: str) -> Destination:
    if wanted_slug:
        destination.slug = wanted_slug
        return _save_with_slug(destination)
    stem = slugify(destination.name)[:70] or "destinasi"
    taken = set(Destination.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    destination.slug = slug
    return _save_with_slug(destination)


def _save_with_slug(destination: Destination) -> Destination:
    try:
        with transaction.atomic():
            destination.save()
    except IntegrityError as error:
        twin = Destination.objects.filter(client_key=destination.client_key).first()
        if destination.pk is None and twin is not None:
            return twin
        if "slug" in str(error):
            raise SlugTaken(field="slug") from None
        raise
    return destination
