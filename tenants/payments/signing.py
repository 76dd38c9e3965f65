"""How notices are signed: `t=<unix seconds>,v1=<HMAC-SHA256 of "seconds.body">`, as payment gateways do it."""

from __future__ import annotations

import hashlib
import hmac

from tenants.payments.errors import SignatureInvalid

# A notice that is older was caught and sent again; a gateway that has no answer signs anew.
OLDEST_SECONDS = 300


def sign(body: bytes, *, secret: bytes, at: int) -> str:
    """The header for a body that is sent at the moment `at`."""
    return f"t={at},v1={_mac(body, secret=secret, at=at)}"


def check(body: bytes, header: str, *, secret: bytes, now: int) -> None:
    """Raise `SignatureInvalid` unless the header signs this very body and is fresh."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    at = parts.get("t", "")
    if not at.isdecimal() or len(at) > 12 or abs(now - int(at)) > OLDEST_SECONDS:
        raise SignatureInvalid
    if not hmac.compare_digest(_mac(body, secret=secret, at=int(at)).encode(), parts.get("v1", "").encode()):
        raise SignatureInvalid


def _mac(body: bytes, *, secret: bytes, at: int) -> str:
    return hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
