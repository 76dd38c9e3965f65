"""Storing files: judged by content, limited, scanned; pictures are turned upright, stripped and re-encoded."""

from __future__ import annotations

import contextlib
import io
import logging
import uuid
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image

from tenants.accounts.models import Person
from tenants.attachments import scanning
from tenants.attachments.content import (
    IMAGE_TYPES,
    check_pdf,
    kinds_of,
    position_of,
    read_picture,
    safe_name,
    upright,
)
from tenants.attachments.errors import InfectedFile
from tenants.attachments.limits import limits_here, refuse_flood, refuse_oversize
from tenants.attachments.models import Attachment, UploadLimits
from tenants.choices import TextChoices
from tenants.context import current_pemda

log = logging.getLogger("adopsi.attachments")
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 480
PDF = "application/pdf"


class Position(TextChoices):
    """What becomes of the place that a camera wrote into its picture."""

    DROPPED = "dropped", "dropped"
    KEPT = "kept", "kept"


def store_image(
    *,
    upload: UploadedFile,
    purpose: str,
    visibility: str,
    actor: Person | None,
    position: str = Position.DROPPED,
) -> Attachment:
    """Check and store one picture as WebP with a thumbnail; raises the refusals of `tenants.attachments.errors`.

    All metadata of the camera is dropped from the file; `Position.KEPT` keeps its place in the row alone. Files of a
    transaction that fails are removed.
    """
    name, data, limits = _taken(upload, actor, otherwise="foto")
    picture = read_picture(data, name=name, limits=limits)
    attachment = _new(name, purpose, visibility, actor, ending="webp")
    if position == Position.KEPT and (place := position_of(picture)):
        attachment.latitude, attachment.longitude = place
    turned = upright(picture)
    full, thumbnail = _encode(turned, LONGEST_SIDE), _encode(turned, THUMBNAIL_SIDE)
    attachment.content_type, attachment.size = "image/webp", len(full[0])
    attachment.width, attachment.height = full[1], full[2]
    attachment.scan = _scan(data)
    return _keep(attachment, [(attachment.path, full[0]), (thumbnail_path(attachment), thumbnail[0])])


def store_document(*, upload: UploadedFile, purpose: str, visibility: str, actor: Person | None) -> Attachment:
    """Check and store a picture or a plain PDF; a PDF stays as it is, so one that runs something is refused."""
    name, data, limits = _taken(upload, actor, otherwise="berkas")
    if kinds_of(data) & IMAGE_TYPES:
        upload.seek(0)
        return store_image(upload=upload, purpose=purpose, visibility=visibility, actor=actor)
    check_pdf(data)
    attachment = _new(name, purpose, visibility, actor, ending="pdf")
    attachment.content_type, attachment.size, attachment.scan = PDF, len(data), _scan(data)
    return _keep(attachment, [(attachment.path, data)])


def _taken(upload: UploadedFile, actor: Person | None, *, otherwise: str) -> tuple[str, bytes, UploadLimits]:
    limits = limits_here()
    refuse_oversize(size=upload.size or 0, limits=limits)
    refuse_flood(actor=actor, limits=limits)
    name = safe_name(upload, otherwise=otherwise)
    return name, upload.read(), limits


def _new(name: str, purpose: str, visibility: str, actor: Person | None, *, ending: str) -> Attachment:
    key = uuid.uuid4()
    return Attachment(
        id=key,
        name=name,
        path=f"{current_pemda().schema_name}/{key.hex[:2]}/{key.hex}.{ending}",
        purpose=purpose,
        visibility=visibility,
        uploaded_by=actor,
    )


def _scan(data: bytes) -> str:
    """The state of the content as it came in; a scanner that is away puts the file into quarantine."""
    if not scanning.is_configured():
        return Attachment.Scan.NONE
    try:
        verdict = scanning.scan(data)
    except scanning.ScannerUnreachable as error:
        log.warning("scanner out of reach: %s", error)
        return Attachment.Scan.WAITING
    if not verdict.is_clean:
        log.warning("upload refused: %s", verdict.finding)
        raise InfectedFile
    return Attachment.Scan.CLEAN


def _keep(attachment: Attachment, files: Sequence[tuple[str, bytes]]) -> Attachment:
    saved = []
    try:
        with transaction.atomic():
            for name, body in files:
                saved.append(default_storage.save(name, ContentFile(body)))
            attachment.save(force_insert=True)
    except BaseException:
        for name in saved:
            with contextlib.suppress(OSError):
                default_storage.delete(name)
        raise
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment) -> None:
    """Delete the file; what lies on disk goes only when the transaction stands."""
    names = {attachment.path, thumbnail_path(attachment)}
    attachment.delete()

    def delete_files() -> None:
        for name in names:
            with contextlib.suppress(OSError):
                default_storage.delete(name)

    transaction.on_commit(delete_files, robust=True)


def thumbnail_path(attachment: Attachment) -> str:
    """Where the small version of a picture lies; other files have none and give their own place."""
    if not attachment.path.endswith(".webp"):
        return attachment.path
    return attachment.path.removesuffix(".webp") + "_s.webp"


def _encode(picture: Image.Image, side: int) -> tuple[bytes, int, int]:
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=80, method=4)
    return buffer.getvalue(), small.width, small.height
