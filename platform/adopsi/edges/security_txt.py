"""`/.well-known/security.txt` (RFC 9116): whom to tell of a weakness, and until when that stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.http import HttpRequest
from django.utils import timezone

GOOD_FOR = timedelta(days=90)
SCHEMES = ("mailto:", "https://", "tel:")


def security_text(request: HttpRequest) -> str:
    """The file for the request's host; a Pemda's names its primary address as canonical."""
    host = request.pemda.base_url if request.pemda else request.build_absolute_uri("/").rstrip("/")
    lines = [
        *(f"Contact: {address}" for address in settings.ADOPSI_SECURITY_CONTACT),
        f"Expires: {_expires().strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: id, en",
        f"Canonical: {host}/.well-known/security.txt",
        *([f"Policy: {settings.ADOPSI_SECURITY_POLICY}"] if settings.ADOPSI_SECURITY_POLICY else []),
    ]
    return "\n".join(lines) + "\n"


def _expires() -> datetime:
    if settings.ADOPSI_SECURITY_EXPIRES:
        return datetime.combine(date.fromisoformat(settings.ADOPSI_SECURITY_EXPIRES), time(23, 59, 59), UTC)
    return datetime.combine((timezone.now() + GOOD_FOR).date(), time(), UTC)


def check_settings(**_options: Any) -> list[CheckMessage]:
    """Django's system check: an address that is none, or a day that has passed or is over a year away."""
    found: list[CheckMessage] = [
        Error(f"ADOPSI_SECURITY_CONTACT: {address} does not begin with one of {', '.join(SCHEMES)}", id="edges.E001")
        for address in settings.ADOPSI_SECURITY_CONTACT
        if not address.startswith(SCHEMES)
    ]
    try:
        left = _expires() - timezone.now()
    except ValueError:
        return [*found, Error("ADOPSI_SECURITY_EXPIRES: expected a day such as 2027-06-30", id="edges.E002")]
    if not timedelta(0) < left < timedelta(days=366):
        found.append(Warning("ADOPSI_SECURITY_EXPIRES: the day is past, or over a year away", id="edges.W001"))
    return found
