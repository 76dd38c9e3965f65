"""Pictures sent with a form: stored once, and kept when the form comes back with errors elsewhere.

A file input cannot keep its file. So a good picture is stored at once, for officers' eyes only, and the form that
comes back carries its signed name; the act that uses it opens it to the public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from catalog.sdk.attachments import Attachment, store_image
from catalog.sdk.context import current_pemda
from catalog.sdk.errors import DomainError
from catalog.sdk.people import Person

PURPOSE = "eplesiran"
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Picture:
    """What came with the form: a stored picture with its signed name, or why it was refused, or nothing."""

    attachment: Attachment | None = None
    token: str = ""
    problem: str = ""


def read_picture(*, upload: UploadedFile | None, token: str, actor: Person) -> Picture:
    """The new picture if one was sent, else the one kept from the last try."""
    if upload is None:
        return _kept(token, actor)
    try:
        attachment = store_image(upload=upload, purpose=PURPOSE, visibility=Attachment.Visibility.STAFF, actor=actor)
    except DomainError as error:
        return Picture(problem=str(error.message))
    return Picture(attachment, _signer().sign(f"{attachment.pk}:{actor.pk}"))


def _kept(token: str, actor: Person) -> Picture:
    try:
        key, _colon, owner = _signer().unsign(token, max_age=KEPT_FOR).partition(":")
    except signing.BadSignature:
        return Picture()
    if owner != str(actor.pk):
        return Picture()
    try:
        attachment = Attachment.objects.filter(pk=key, purpose=PURPOSE, uploaded_by=actor).first()
    except ValidationError:
        return Picture()
    return Picture(attachment, token) if attachment else Picture()


def _signer() -> signing.TimestampSigner:
    # Keys sign alike in every Pemda; the salt makes another Pemda's signature worthless here.
    return signing.TimestampSigner(salt=f"eplesiran.picture.{current_pemda().code}")
