"""How a visitor reads: text size, contrast and data use; a cookie each, what the device says where there is none.

All of it stands in the class of <html> and in what the server leaves out, so that a page is right when it first appears.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase

TEXT_COOKIE, CONTRAST_COOKIE, DATA_COOKIE = "teks", "kontras", "hemat"
CHOICES = {
    TEXT_COOKIE: ("besar", "terbesar"),
    CONTRAST_COOKIE: ("tinggi", "biasa"),
    DATA_COOKIE: ("ya", "tidak"),
}
# `?muat=foto` and `?muat=peta` load on one page what low data leaves out.
LOAD, PHOTOS, MAPS = "muat", "foto", "peta"
PHOTO = re.compile(rb'<img\b(?=[^>]*\ssrc="/berkas/)[^>]*>')
SOURCE, SIZES = re.compile(rb'\ssrc="(/berkas/[^"]*)"'), re.compile(rb'\s(?:srcset|sizes|loading)="[^"]*"')
EMPTY_PICTURE = b"data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


@dataclass(frozen=True, slots=True)
class Reading:
    """The choices of one request, as templates need them."""

    text_size: str = ""
    contrast: str = ""
    data: str = ""
    is_low_data: bool = False
    hides_photos: bool = False
    hides_maps: bool = False
    photos_url: str = ""
    maps_url: str = ""

    @property
    def css_class(self) -> str:
        """The class of <html>."""
        chosen = {"teks": self.text_size, "kontras": self.contrast}
        names = [f"{name}-{value}" for name, value in chosen.items() if value]
        return " ".join([*names, "hemat"] if self.is_low_data else names)


def reading_of(request: HttpRequest) -> Reading:
    """From the cookies; a device that asks to save data (Save-Data) is believed unless the visitor said otherwise."""
    chosen = {name: request.COOKIES.get(name, "") for name in CHOICES}
    chosen = {name: value if value in CHOICES[name] else "" for name, value in chosen.items()}
    data = chosen[DATA_COOKIE]
    is_low = data == "ya" or (not data and request.headers.get("Save-Data", "").lower() == "on")
    loaded = request.GET.getlist(LOAD) if is_low else []
    return Reading(
        text_size=chosen[TEXT_COOKIE],
        contrast=chosen[CONTRAST_COOKIE],
        data=data,
        is_low_data=is_low,
        hides_photos=is_low and PHOTOS not in loaded,
        hides_maps=is_low and MAPS not in loaded,
        photos_url=_with(request, PHOTOS) if is_low else "",
        maps_url=_with(request, MAPS) if is_low else "",
    )


def _with(request: HttpRequest, part: str) -> str:
    query = request.GET.copy()
    query.setlist(LOAD, list(dict.fromkeys([*query.getlist(LOAD), part])))
    return f"?{query.urlencode()}"


def leave_out_photos(response: HttpResponseBase) -> None:
    """Replace the photos of a page by boxes that app.js fills when they are tapped."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    response.content = PHOTO.sub(lambda match: _box(match[0]), response.content)
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))


def _box(tag: bytes) -> bytes:
    return SOURCE.sub(lambda source: b' src="%b" data-later="%b"' % (EMPTY_PICTURE, source[1]), SIZES.sub(b"", tag))


def to_profile(cookies: dict[str, str]) -> str:
    """The choices as a person's account keeps them: `teks=besar hemat=ya`."""
    return " ".join(f"{name}={value}" for name, value in cookies.items() if value)


def from_profile(text: str) -> dict[str, str]:
    """The cookies for what an account keeps."""
    pairs = (part.partition("=") for part in text.split())
    return {name: value for name, _equals, value in pairs if name and value}
