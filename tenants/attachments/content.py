"""What a file really is: judged by its content, never by its name or by what the browser says."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from zipfile import is_zipfile

import puremagic
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from tenants.attachments.errors import (
    ActiveDocument,
    BadFileName,
    DisguisedFile,
    InfectedFile,
    NotADocument,
    NotAnImage,
    OverPemdaLimit,
    PolyglotFile,
)
from tenants.attachments.models import UploadLimits

FORMATS = {"JPEG", "PNG", "WEBP"}
IMAGE_TYPES = {"image/jpeg", "image/png", "image/webp"}
IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".jfif")
# Programs and pages that hide in or behind a picture; archives are told by their directory.
HIDDEN = re.compile(rb"<script|<\?php|<html|<svg|<!doctype", re.I)
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|OpenAction|AA)\b")
# In two pieces, so that no scanner takes this file for the test virus itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS = 0x8825
TAIL = 1024


def safe_name(upload: UploadedFile, *, otherwise: str) -> str:
    """The name without a path, for showing; raises `BadFileName` for one that tries to be more."""
    name = upload.name or otherwise
    has_path = "/" in name or "\\" in name or name.strip(". ") == ""
    if has_path or any(unicodedata.category(sign).startswith("C") for sign in name):
        raise BadFileName
    return name[-120:]


def refuse_hidden(data: bytes) -> None:
    """Raise for the test virus and for what is a second thing beside what it shows."""
    if EICAR in data:
        raise InfectedFile
    if HIDDEN.search(data) or is_zipfile(io.BytesIO(data)) or b"%PDF-" in data[1:TAIL]:
        raise PolyglotFile


def kinds_of(data: bytes) -> set[str]:
    """The media types that the first bytes may be."""
    try:
        return {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        return set()


def read_picture(data: bytes, *, name: str, limits: UploadLimits) -> Image.Image:
    """The decoded picture; raises NotAnImage, DisguisedFile, PolyglotFile or OverPemdaLimit."""
    claims_image = name.lower().endswith(IMAGE_ENDINGS)
    refusal = DisguisedFile if claims_image else NotAnImage
    if not kinds_of(data) & IMAGE_TYPES:
        if EICAR in data:
            raise InfectedFile
        raise refusal
    refuse_hidden(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=sorted(FORMATS))
            if picture.width * picture.height > limits.megapixels * 1_000_000:
                raise OverPemdaLimit(limits.megabytes, limits.megapixels)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise OverPemdaLimit(limits.megabytes, limits.megapixels) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise refusal from None
    return picture


def upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its camera says, in a mode that WebP has."""
    turned = ImageOps.exif_transpose(picture)
    # A coat of arms on a transparent ground would get a black box.
    return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def position_of(picture: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude in degrees as the camera wrote them, or None."""
    facts = picture.getexif().get_ifd(GPS)
    try:
        latitude = _degrees(facts[2]) * (-1 if facts[1] in {"S", b"S"} else 1)
        longitude = _degrees(facts[4]) * (-1 if facts[3] in {"W", b"W"} else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(parts: tuple[float, ...]) -> float:
    return float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600


def check_pdf(data: bytes) -> None:
    """Raise unless the content is a whole PDF, nothing else, and runs nothing."""
    if EICAR in data:
        raise InfectedFile
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-TAIL:]:
        raise NotADocument
    # What follows the end is not part of the document.
    if data.rpartition(b"%%EOF")[2].strip():
        raise PolyglotFile
    if HIDDEN.search(data[:TAIL]) or is_zipfile(io.BytesIO(data)):
        raise PolyglotFile
    if ACTIVE.search(data):
        raise ActiveDocument
