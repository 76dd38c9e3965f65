"""Indonesian phone numbers: any common way of writing them in, E.164 stored, grouped for reading."""

from __future__ import annotations

from lokal.phone import parse_phone


def to_e164(text: str) -> str:
    """`+6281234567890` for `0812-3456-7890` and the like; empty for what is not an Indonesian mobile number."""
    if "@" in text:
        return ""
    info = parse_phone(text)
    return info.e164 or "" if info.valid and info.type == "mobile" else ""


def for_reading(number: str) -> str:
    """`0812-3456-7890` for `+6281234567890`; other texts as they are."""
    return parse_phone(number).national or number if is_phone(number) else number


def is_phone(contact: str) -> bool:
    """Whether a stored contact is a phone number rather than an e-mail address."""
    return contact.startswith("+")
