"""Saying "not now" cheaply: under a flood this is what a process does most."""

from __future__ import annotations

import functools

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

AT_ONCE_SECONDS = 1


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: the rate is used up; `Retry-After` says for how long."""
    return _refused(request, status=429, code="throttled", seconds=max(1, seconds))


def too_much_at_once(request: HttpRequest) -> HttpResponse:
    """503: this Pemda has all of the threads that are its share."""
    return _refused(request, status=503, code="busy", seconds=AT_ONCE_SECONDS)


def _refused(request: HttpRequest, *, status: int, code: str, seconds: int) -> HttpResponse:
    language = _language_of(request)
    response: HttpResponse
    if request.path_info.startswith("/api/"):
        response = JsonResponse({"error": {"code": code, "message": _message(language)}}, status=status)
    else:
        response = HttpResponse(_page(language), status=status)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    # Django would write a line for each, and a flood would fill the disk.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _language_of(request: HttpRequest) -> str:
    asked = request.COOKIES.get("bahasa", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


# The same words for every Pemda: only the language differs.
@functools.cache
def _message(language: str) -> str:
    with translation.override(language):
        return _("Terlalu banyak permintaan sekaligus. Tunggu sebentar, lalu coba lagi.")


@functools.cache
def _page(language: str) -> str:
    with translation.override(language):
        return get_template("errors/busy.html").render({"LANGUAGE_CODE": language})
