"""Storing pictures: sniffed by content, limited, turned upright, stripped of metadata and re-encoded."""

from __future__ import annotations

import contextlib
import io
import uuid
import warnings

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from tenants.accounts.models import Person
from tenants.attachments.errors import DisguisedFile, FileTooLarge, NotAnImage
from tenants.attachments.models import Attachment
from tenants.context import current_pemda

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 480
FORMATS = {"JPEG", "PNG", "WEBP"}
IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".jfif")


def store_image(*, upload: UploadedFile, purpose: str, visibility: str, actor: Person | None) -> Attachment:
    """Check and store one picture as WebP with a thumbnail; raises FileTooLarge, NotAnImage or DisguisedFile.

    Position and all other metadata of the camera are dropped. Files of a transaction that fails are removed.
    """
    picture = _read(upload)
    key = uuid.uuid4()
    folder = f"{current_pemda().schema_name}/{key.hex[:2]}"
    full, thumbnail = _encode(picture, LONGEST_SIDE), _encode(picture, THUMBNAIL_SIDE)
    attachment = Attachment(
        id=key,
        name=(upload.name or "foto")[-120:],
        content_type="image/webp",
        size=len(full[0]),
        width=full[1],
        height=full[2],
        path=f"{folder}/{key.hex}.webp",
        purpose=purpose,
        visibility=visibility,
        uploaded_by=actor,
    )
    saved = []
    try:
        with transaction.atomic():
            for name, body in ((attachment.path, full[0]), (thumbnail_path(attachment), thumbnail[0])):
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
    """Delete the picture; its files go only when the transaction stands."""
    names = (attachment.path, thumbnail_path(attachment))
    attachment.delete()

    def delete_files() -> None:
        for name in names:
            with contextlib.suppress(OSError):
                default_storage.delete(name)

    transaction.on_commit(delete_files, robust=True)


def thumbnail_path(attachment: Attachment) -> str:
    """Where the small version lies."""
    return attachment.path.removesuffix(".webp") + "_s.webp"


def _read(upload: UploadedFile) -> Image.Image:
    if (upload.size or 0) > MAX_BYTES:
        raise FileTooLarge
    data = upload.read()
    claims_image = (upload.name or "").lower().endswith(IMAGE_ENDINGS)
    refusal = DisguisedFile if claims_image else NotAnImage
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        kinds = set()
    if not kinds & {"image/jpeg", "image/png", "image/webp"}:
        raise refusal
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=sorted(FORMATS))
            if picture.width * picture.height > MAX_PIXELS:
                raise FileTooLarge
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileTooLarge from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise refusal from None
    upright = ImageOps.exif_transpose(picture)
    # A coat of arms on a transparent ground would get a black box.
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _encode(picture: Image.Image, side: int) -> tuple[bytes, int, int]:
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=80, method=4)
    return buffer.getvalue(), small.width, small.height
