"""Database logins of Pemda: names and passwords derived from one master secret, never stored.

The derivation carries a version so that the master secret can be rotated (docs/decisions/0002).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from django.conf import settings

SCHEMA_PATTERN = re.compile(r"^pemda_\d{2}(\d{2})?(_u\d)?$")


def schema_of(code: str) -> str:
    """The schema and login name of a Pemda: `pemda_7202` for 72.02, `pemda_7202_u1` for its sandbox 72.02-u1."""
    name = f"pemda_{code.replace('.', '').replace('-', '_')}"
    if not SCHEMA_PATTERN.match(name):
        raise ValueError(f"not a region code: {code!r}")
    return name


def password_of(role: str) -> str:
    """The password of a Pemda's login: 256 bits of HMAC-SHA-256, URL-safe text."""
    return _derived(role, settings.ADOPSI_MASTER_SECRET, settings.ADOPSI_CREDENTIAL_VERSION)


def earlier_password_of(role: str) -> str | None:
    """The password that the login may still have while credentials are rotated; None at other times."""
    if not settings.ADOPSI_EARLIER_CREDENTIAL_VERSION:
        return None
    secret = settings.ADOPSI_EARLIER_MASTER_SECRET or settings.ADOPSI_MASTER_SECRET
    return _derived(role, secret, settings.ADOPSI_EARLIER_CREDENTIAL_VERSION)


def _derived(role: str, secret: str, version: int) -> str:
    digest = hmac.new(secret.encode(), f"v{version}:{role}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()
