"""A visitor's language: their cookie, else their account's, else Indonesian; never guessed from the browser. And how they
read (adopsi.reading).

Most phones in use are sold with an English system; the house speaks Indonesian unless asked.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from adopsi.reading import leave_out_photos, reading_of

LANGUAGE_COOKIE = "bahasa"
SCHEME_COOKIE = "tema"
SCHEMES = {"terang": "kota", "gelap": "kota-gelap"}


class PreferencesMiddleware:
    """Activates the language, notes the colour scheme and how the visitor reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(LANGUAGE_COOKIE, "")
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        request.colour_scheme = SCHEMES.get(request.COOKIES.get(SCHEME_COOKIE, ""), "")
        request.reading = reading_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if request.reading.hides_photos:
            leave_out_photos(response)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie", "Save-Data"))
        return response
