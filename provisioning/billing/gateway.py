"""The only file that knows Stripe's SDK: it believes a delivery, or refuses it.

What is believed are the bytes as they came: whoever parses and writes them again has other bytes, and no signature.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from provisioning.billing.errors import DeliveryNotNow, DeliveryTooLarge, NoEvent, SignatureInvalid, WrongMode

HEADER = "Stripe-Signature"
TOLERANCE_SECONDS = 300
# Stripe's largest events are invoices with many lines, about 60 KB.
LARGEST_BYTES = 256 * 1024
# How many deliveries of the event are still on their way differs between two deliveries of one event.
FLEETING = ("pending_webhooks",)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeEvent:
    """A delivery that is believed. `digest` is of its bytes, `content_digest` of what two deliveries of it share."""

    id: str
    type: str
    created: datetime
    livemode: bool
    object: Mapping[str, Any]
    digest: str
    content_digest: str


def believe(
    body: bytes, header: str, *, secrets: Sequence[str], livemode: bool, now: float | None = None
) -> StripeEvent:
    """The event, if one of the secrets signed these bytes within five minutes of now, on either side."""
    if len(body) > LARGEST_BYTES:
        raise DeliveryTooLarge
    if not any(_is_signed(body, header, secret) for secret in secrets):
        raise SignatureInvalid
    # Stripe's own check lets moments pass that have not come.
    if abs((time.time() if now is None else now) - _signed_at(header)) > TOLERANCE_SECONDS:
        raise DeliveryNotNow
    event = _event_in(body)
    if event.livemode is not livemode:
        raise WrongMode
    return event


def sign(body: bytes, *, secret: str, at: int | None = None) -> str:
    """The header that Stripe would send with these bytes; for the demonstration, drills and tests."""
    return str(_sdk().WebhookSignature.generate_signature_header(body.decode(), secret, at))


def _sdk() -> Any:
    # 34 MB and half a second, which an installation without billing never pays.
    import stripe  # noqa: PLC0415

    return stripe


def _is_signed(body: bytes, header: str, secret: str) -> bool:
    sdk = _sdk()
    try:
        # Its own look at the clock is left out: `believe` looks at both sides.
        return bool(sdk.WebhookSignature.verify_header(body, header, secret, tolerance=None))
    except (sdk.SignatureVerificationError, UnicodeDecodeError):
        return False


def _signed_at(header: str) -> int:
    """The moment that the signature covers: the first `t`, as the SDK reads it."""
    return next(int(pair[1]) for pair in (part.split("=", 2) for part in header.split(",")) if pair[0] == "t")


def _event_in(body: bytes) -> StripeEvent:
    try:
        found = json.loads(body)
        # PostgreSQL keeps no NUL in a text.
        if found["object"] != "event" or b"\\u0000" in body:
            raise NoEvent
        return StripeEvent(
            id=_text(found["id"]),
            type=_text(found["type"]),
            created=datetime.fromtimestamp(found["created"], UTC),
            livemode=found["livemode"],
            object=dict(found["data"]["object"]),
            digest=hashlib.sha256(body).hexdigest(),
            content_digest=_content_digest(found),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise NoEvent from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 255:
        raise NoEvent
    return value


def _content_digest(found: Mapping[str, Any]) -> str:
    lasting = {name: value for name, value in found.items() if name not in FLEETING}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
