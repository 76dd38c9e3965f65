"""The neutral picture that stands in for every photo of a sandbox."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

SIZE = (960, 640)
THUMBNAIL_SIZE = (480, 320)
GROUND, HILL, SUN = (226, 232, 236), (176, 190, 198), (202, 213, 219)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The picture as WebP, and as thumbnail."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int


@cache
def placeholder() -> Placeholder:
    """Hills and a sun in grey, as browsers draw for a picture that is not there."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((650, 130, 770, 250), fill=SUN)
    pen.polygon([(120, 520), (360, 220), (600, 520)], fill=HILL)
    pen.polygon([(430, 520), (620, 320), (820, 520)], fill=HILL)
    return Placeholder(_webp(picture), _webp(picture.resize(THUMBNAIL_SIZE)), *SIZE)


def _webp(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=70)
    return buffer.getvalue()
