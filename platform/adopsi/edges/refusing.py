"""Saying "not now" cheaply: under a flood this is what a process does most."""

from __future__ import annotations

import functools
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from adopsi.edges.telling import PROGRAMS

AT_ONCE_SECONDS = 1
LANGUAGE_COOKIE = "bahasa"


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: the rate is used up; `Retry-After` says for how long."""
    return _refused(request, status=429, code="throttled", seconds=max(1, seconds))


def too_much_at_once(request: HttpRequest) -> HttpResponse:
    """503: this Pemda has all of the threads that are its share."""
    return _refused(request, status=503, code="busy", seconds=AT_ONCE_SECONDS)


def _refused(request: HttpRequest, *, status: int, code: str, seconds: int) -> HttpResponse:
    asked, path = request.COOKIES.get(LANGUAGE_COOKIE, ""), request.path_info
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    response = HttpResponse(body_of(path, code, language), status=status, content_type=kind_of(path))
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    # Whoever does not wait as told has to knock anew, which costs them more than us.
    response["Connection"] = "close"
    # Django would write a line for each, and a flood would fill the disk.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def language_of_cookie(header: str) -> str:
    """The language that the visitor chose, from the cookie header as it came."""
    for code, _name in settings.LANGUAGES:
        if f"{LANGUAGE_COOKIE}={code}" in header:
            return code
    return settings.LANGUAGE_CODE


def kind_of(path: str) -> str:
    """The content type of a refusal: the API's callers get JSON."""
    return "application/json" if path.startswith(PROGRAMS) else "text/html; charset=utf-8"


def body_of(path: str, code: str, language: str) -> bytes:
    """The refusal as the API's envelope or as a page."""
    return _envelope(code, language) if path.startswith(PROGRAMS) else _page(language)


# The same words for every Pemda: only the language differs.
@functools.cache
def _envelope(code: str, language: str) -> bytes:
    with translation.override(language):
        message = _("Terlalu banyak permintaan sekaligus. Tunggu sebentar, lalu coba lagi.")
    return json.dumps({"error": {"code": code, "message": message}}).encode()


@functools.cache
def _page(language: str) -> bytes:
    with translation.override(language):
        return get_template("errors/busy.html").render({"LANGUAGE_CODE": language}).encode()
