"""Cookies that remember a visitor's preferences for a year."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

ONE_YEAR = 60 * 60 * 24 * 365
Response = TypeVar("Response", bound=HttpResponseBase)


def keep_preference(response: Response, name: str, value: str) -> Response:
    """Set the cookie, or remove it for an empty value; returns the response."""
    if value:
        response.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(name, samesite="Lax")
    return response
