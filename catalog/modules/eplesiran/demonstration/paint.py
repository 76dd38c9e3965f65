"""Draws the photos that the demonstration's destinations and events lack."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from catalog.modules.eplesiran.demonstration.drawing.draw import draw
from catalog.modules.eplesiran.demonstration.facts import region_of
from catalog.modules.eplesiran.demonstration.keys import key_of
from catalog.modules.eplesiran.models import Destination, DestinationPhoto, Event
from catalog.modules.eplesiran.pictures import PURPOSE
from catalog.sdk.attachments import Attachment, store_image
from catalog.sdk.context import current_pemda


def paint() -> int:
    """Draw what is missing in the active Pemda, first the faces of the places; returns how many were drawn."""
    region = region_of(current_pemda().code)
    most = max((len(facts["photos"]) for facts in region.destinations), default=0)
    done = sum(_paint_photo(facts, order) for order in range(most) for facts in region.destinations)
    return done + sum(_paint_event(facts) for facts in region.events)


@transaction.atomic
def _paint_photo(facts: dict[str, Any], order: int) -> bool:
    if order >= len(facts["photos"]):
        return False
    key = key_of("photo", facts["slug"], str(order))
    destination = Destination.objects.select_for_update().filter(slug=facts["slug"]).first()
    if destination is None or DestinationPhoto.objects.filter(client_key=key).exists():
        return False
    scene, caption = facts["photos"][order]
    attachment = _picture(scene, f"{facts['slug']}-{order}")
    DestinationPhoto.objects.create(
        destination=destination, attachment=attachment, caption=caption, order=order, client_key=key
    )
    return True


@transaction.atomic
def _paint_event(facts: dict[str, Any]) -> bool:
    key = key_of("event", facts["title"])
    event = Event.objects.select_for_update().filter(client_key=key, photo=None).first()
    if event is None:
        return False
    event.photo = _picture(facts["scene"], f"acara-{facts['title']}")
    event.save(update_fields=["photo"])
    return True


def _picture(scene: str, seed: str) -> Attachment:
    upload = SimpleUploadedFile(f"{scene}.jpg", draw(scene, f"{current_pemda().code}-{seed}"), "image/jpeg")
    return store_image(upload=upload, purpose=PURPOSE, visibility=Attachment.Visibility.PUBLIC, actor=None)
