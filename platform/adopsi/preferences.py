"""A visitor's language: their cookie, else their account's, else Indonesian; never guessed from the browser.

Most phones in use are sold with an English system; the house speaks Indonesian unless asked.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

LANGUAGE_COOKIE = "bahasa"
SCHEME_COOKIE = "tema"
SCHEMES = {"terang": "kota", "gelap": "kota-gelap"}


class PreferencesMiddleware:
    """Activates the language and notes the colour scheme."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(LANGUAGE_COOKIE, "")
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        request.colour_scheme = SCHEMES.get(request.COOKIES.get(SCHEME_COOKIE, ""), "")
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response
