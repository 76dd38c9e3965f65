"""Acts on the event calendar."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.errors import EventUnknown, InvalidField, PublishedStays
from catalog.modules.eplesiran.models import Destination, Event
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.rules import check_span
from catalog.modules.eplesiran.selectors.destinations import maintains_whole_pemda
from catalog.sdk.attachments import Attachment, remove_attachment
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Opd, Person, require_role
from catalog.sdk.records import record


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """All that an officer states about an event; it needs a destination or a place in words."""

    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    destination: Destination | None = None
    place: str = ""
    opd: Opd | None = None
    photo: Attachment | None = None


@transaction.atomic
def add_event(*, actor: Person, facts: EventFacts, client_key: uuid.UUID) -> Event:
    """Add an event that the public does not see yet; sent twice with one key, it is added once."""
    _refuse_stranger(actor, facts.opd)
    _refuse_invalid(facts)
    event = Event(client_key=client_key, **_columns(facts))
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError:
        known = Event.objects.filter(client_key=client_key).first()
        if known is None:
            raise
        return known
    _open_photo(facts.photo)
    record(act="eplesiran.event_added", subject=event, actor=actor)
    return event


@transaction.atomic
def change_event(*, actor: Person, event_id: int, facts: EventFacts) -> Event:
    """Replace what is stated of an event; a photo that is no longer used is deleted."""
    event = _lock(actor, event_id)
    _refuse_stranger(actor, facts.opd)
    _refuse_invalid(facts)
    before = event.photo
    pairs = {name: (getattr(event, name), value) for name, value in _columns(facts).items()}
    changes = {name: [str(old or ""), str(new or "")] for name, (old, new) in pairs.items() if old != new}
    for name, (_old, new) in pairs.items():
        setattr(event, name, new)
    event.save()
    _open_photo(facts.photo)
    if before is not None and before != facts.photo:
        remove_attachment(attachment=before)
    record(act="eplesiran.event_changed", subject=event, actor=actor, changes=changes)
    return event


@transaction.atomic
def publish_event(*, actor: Person, event_id: int) -> Event:
    """Show the event in the public calendar."""
    return _set_published(actor, event_id, value=True, act="eplesiran.event_published")


@transaction.atomic
def unpublish_event(*, actor: Person, event_id: int) -> Event:
    """Take the event out of the public calendar."""
    return _set_published(actor, event_id, value=False, act="eplesiran.event_unpublished")


@transaction.atomic
def delete_event(*, actor: Person, event_id: int) -> None:
    """Delete an event that the public does not see."""
    event = _lock(actor, event_id)
    if event.is_published:
        raise PublishedStays
    photo = event.photo
    record(act="eplesiran.event_deleted", subject=event, actor=actor)
    event.delete()
    if photo is not None:
        remove_attachment(attachment=photo)


def _set_published(actor: Person, event_id: int, *, value: bool, act: str) -> Event:
    event = _lock(actor, event_id)
    if event.is_published != value:
        event.is_published = value
        event.save(update_fields=["is_published", "updated_at"])
        record(act=act, subject=event, actor=actor)
    return event


def _lock(actor: Person, event_id: int) -> Event:
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise EventUnknown
    _refuse_stranger(actor, event.opd)
    return event


def _refuse_stranger(actor: Person, opd: Opd | None) -> None:
    require_role(actor, MANAGER, opd=opd)
    if opd is None and not maintains_whole_pemda(actor):
        raise NotAllowed


def _refuse_invalid(facts: EventFacts) -> None:
    check_span(facts.starts_at, facts.ends_at)
    if facts.destination is None and not facts.place:
        raise InvalidField(_("Pilih destinasi, atau tulis tempat acara."), field="place")


def _columns(facts: EventFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in EventFacts.__dataclass_fields__}


def _open_photo(photo: Attachment | None) -> None:
    if photo is not None and photo.visibility != Attachment.Visibility.PUBLIC:
        photo.visibility = Attachment.Visibility.PUBLIC
        photo.save(update_fields=["visibility"])
