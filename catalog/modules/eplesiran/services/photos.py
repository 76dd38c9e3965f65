"""Acts on the photos of a destination; whoever maintains the destination keeps its photos."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Max

from catalog.modules.eplesiran.errors import PhotoLimit, PhotoUnknown
from catalog.modules.eplesiran.models import Destination, DestinationPhoto
from catalog.modules.eplesiran.selectors.destinations import find_maintained
from catalog.sdk.attachments import Attachment, remove_attachment
from catalog.sdk.people import Person
from catalog.sdk.records import record

MOST_PHOTOS = 12
PURPOSE = "eplesiran"


@transaction.atomic
def add_photo(
    *, actor: Person, destination_id: int, attachment: Attachment, caption: str, client_key: uuid.UUID
) -> DestinationPhoto:
    """Put a stored picture behind the last photo and open it to the public; sent twice, it is added once."""
    destination = _lock(actor, destination_id)
    known = DestinationPhoto.objects.filter(client_key=client_key, destination=destination).first()
    if known is not None:
        return known
    if destination.photos.count() >= MOST_PHOTOS:
        raise PhotoLimit(field="photo")
    last = destination.photos.aggregate(last=Max("order"))["last"]
    attachment.visibility = Attachment.Visibility.PUBLIC
    attachment.save(update_fields=["visibility"])
    photo = DestinationPhoto.objects.create(
        destination=destination,
        attachment=attachment,
        caption=caption,
        order=0 if last is None else last + 1,
        client_key=client_key,
    )
    record(act="eplesiran.photo_added", subject=destination, actor=actor, changes={"photo": ["", caption]})
    return photo


@transaction.atomic
def change_caption(*, actor: Person, destination_id: int, photo_id: int, caption: str) -> None:
    """Say anew what the photo shows."""
    destination = _lock(actor, destination_id)
    photo = _photo(destination, photo_id)
    changes = {"caption": [photo.caption, caption]}
    photo.caption = caption
    photo.save(update_fields=["caption"])
    record(act="eplesiran.photo_changed", subject=destination, actor=actor, changes=changes)


@transaction.atomic
def move_photo(*, actor: Person, destination_id: int, photo_id: int, position: int) -> None:
    """Put the photo at the position (0 is first) and let the others close up."""
    destination = _lock(actor, destination_id)
    photo = _photo(destination, photo_id)
    rest = [other for other in destination.photos.all() if other.pk != photo.pk]
    rest.insert(max(0, min(position, len(rest))), photo)
    for number, each in enumerate(rest):
        each.order = number
    DestinationPhoto.objects.bulk_update(rest, ["order"])
    record(act="eplesiran.photo_moved", subject=destination, actor=actor, changes={"photo": photo.caption})


@transaction.atomic
def remove_photo(*, actor: Person, destination_id: int, photo_id: int) -> None:
    """Delete the photo."""
    destination = _lock(actor, destination_id)
    photo = _photo(destination, photo_id)
    attachment = photo.attachment
    photo.delete()
    remove_attachment(attachment=attachment)
    record(act="eplesiran.photo_removed", subject=destination, actor=actor, changes={"photo": [photo.caption, ""]})


def _lock(actor: Person, destination_id: int) -> Destination:
    destination = find_maintained(officer=actor, key=destination_id)
    return Destination.objects.select_for_update().get(pk=destination.pk)


def _photo(destination: Destination, photo_id: int) -> DestinationPhoto:
    photo = destination.photos.filter(pk=photo_id).select_related("attachment").first()
    if photo is None:
        raise PhotoUnknown
    return photo
