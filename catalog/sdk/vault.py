"""Sealed fields for modules: NIK, KK, NIP, phone numbers, health; what they look like on screen, and revealing them.

A model names the field whose value its rows are bound to: `SealedCharField(row_key="key", is_found=True)` beside
`key = models.UUIDField(default=uuid.uuid4, editable=False)`. Templates load `vault` for the masks.
"""

from __future__ import annotations

from typing import Any

from tenants.vault import fields
from tenants.vault.cipher import HEAD_LENGTH
from tenants.vault.errors import ReasonMissing, SealBroken
from tenants.vault.masking import mask_number, mask_phone, mask_text
from tenants.vault.services import open_sealed, reveal, seal

__all__ = [
    "HEAD_LENGTH",
    "ReasonMissing",
    "SealBroken",
    "SealedCharField",
    "SealedNumberField",
    "SealedTextField",
    "mask_number",
    "mask_phone",
    "mask_text",
    "open_sealed",
    "reveal",
    "seal",
]


class SealedCharField(fields.SealedCharField):
    """A short sealed text. With `is_found` equal values can be looked up, and made unique by their head."""


class SealedNumberField(fields.SealedCharField):
    """NIK, KK or NIP: digits, kept as text, found by equality."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 18)
        options.setdefault("is_found", True)
        super().__init__(*args, **options)


class SealedTextField(fields.SealedCharField):
    """A longer sealed text, such as a complaint about one's health; never looked up."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 4000)
        super().__init__(*args, **options)
