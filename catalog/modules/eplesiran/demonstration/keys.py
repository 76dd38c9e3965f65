"""Keys of demonstration rows, made of their names, so that a second run finds what the first one made."""

from __future__ import annotations

import uuid

from catalog.sdk.context import current_pemda

NAMESPACE = uuid.UUID("6f0f3a52-7a54-4d0f-8d7e-5a0c6c9b1e21")


def key_of(*parts: str) -> uuid.UUID:
    """The key of one row in the active Pemda."""
    return uuid.uuid5(NAMESPACE, "/".join((current_pemda().code, *parts)))
