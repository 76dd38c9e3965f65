"""The code of a ticket: ten letters that nobody can guess, and the signed text inside its QR code.

The text is `EPL1:<Pemda>:<code>:<seal>`. The seal binds the code to the Pemda, so that a gate tells a ticket that was
made up from one that it merely does not know, and a ticket of elsewhere from its own.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from catalog.sdk.context import current_pemda

# Letters and digits that nobody mistakes for one another when a code is read aloud.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
MARK = "EPL1"
SALT = "eplesiran.ticket"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scanned or typed text says: the code, the Pemda where it names one, and whether its seal is right.

    A code typed by hand has no seal; it stands for itself.
    """

    code: str
    pemda: str
    is_genuine: bool


def new_code() -> str:
    """A code of fifty random bits."""
    return "".join(secrets.choice(ALPHABET) for _turn in range(LENGTH))


def shown_code(code: str) -> str:
    """The code as people read it: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def qr_text(code: str) -> str:
    """What the QR code of a ticket of the active Pemda holds; capitals only, which makes it small."""
    place = current_pemda().code.upper()
    return f"{MARK}:{place}:{code}:{_seal(place, code, settings.SECRET_KEY)}"


def read_code(text: str) -> Reading:
    """Read what the camera saw or the officer typed."""
    plain = "".join(text.upper().split())
    mark, *parts = plain.split(":")
    if mark == MARK and len(parts) == 3:
        place, code, seal = parts
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        is_genuine = any([constant_time_compare(seal, _seal(place, code, key)) for key in keys])
        return Reading(code[:LENGTH], place, is_genuine)
    return Reading(plain.replace("-", "")[:64], "", is_genuine=True)


def _seal(place: str, code: str, key: str | bytes) -> str:
    mac = salted_hmac(SALT, f"{place}:{code}", secret=key, algorithm="sha256").digest()
    return base64.b32encode(mac[:10]).decode()
