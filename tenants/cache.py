"""Cache keys that name the place they belong to, so that no Pemda reads another's values."""

from __future__ import annotations

from tenants.context import current_place


def key_of_place(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the active schema (or `-` outside of any) stands in every key."""
    place = current_place()
    return f"adopsi:{place.schema_name if place else '-'}:{key_prefix}:{version}:{key}"
