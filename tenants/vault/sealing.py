"""Sealing and opening with the keys of the active place."""

from __future__ import annotations

import binascii

from cryptography.exceptions import InvalidTag

from tenants.vault import cipher
from tenants.vault.errors import SealBroken
from tenants.vault.keys import Keyring, keyring


def seal(text: str, *, purpose: str, key: str, is_found: str = "", ring: Keyring | None = None) -> str:
    """The text sealed for one place, purpose (`table.column`) and row `key`; the key never changes.

    `is_found` is the text by which it can be found; empty for a text that nobody looks up.
    """
    ring = ring or keyring()
    index = cipher.blind_index(is_found, key=ring.index, purpose=purpose) if is_found else cipher.NO_INDEX
    current = ring.current
    return cipher.seal(
        text, cipher=current.cipher, key_id=current.id, bound_to=(current.origin, purpose, key), index=index
    )


def open_sealed(sealed: str, *, purpose: str, key: str, ring: Keyring | None = None) -> str:
    """The text; raises `SealBroken` where it was changed or sealed for another place, purpose or key."""
    try:
        key_id = cipher.key_id_of(sealed)
        sealing = (ring or keyring(knowing=key_id)).sealing[key_id]
        return cipher.open_sealed(sealed, cipher=sealing.cipher, bound_to=(sealing.origin, purpose, key))
    except (InvalidTag, KeyError, binascii.Error) as error:
        raise SealBroken(purpose) from error


def blind_index_of(text: str, *, purpose: str) -> str:
    """The beginning of every sealed text of this purpose that was made from an equal text."""
    return f"{cipher.VERSION}.{cipher.blind_index(text, key=keyring().index, purpose=purpose)}"
