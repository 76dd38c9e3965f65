"""AES-256-GCM and HMAC-SHA-256 over texts and keys; knows no database.

A sealed text is `s1.<index>.<key>.<payload>`: the blind index (22 dashes where there is none), the id of the data
key, and nonce + ciphertext + tag in URL-safe base64. Everything before the payload, the key's origin, the purpose
(`table.column`) and the row's own key are associated data: moved anywhere else it fails to open.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "s1"
NONCE_BYTES = 12
INDEX_LENGTH = 22
NO_INDEX = "-" * INDEX_LENGTH
# `s1.` and the index: what equal values share, and what a unique index looks at.
HEAD_LENGTH = len(VERSION) + 1 + INDEX_LENGTH
SEALED = re.compile(r"^s1\.([\w-]{22})\.([0-9a-f]{8})\.([\w-]{38,})$")


def new_key() -> bytes:
    """256 random bits."""
    return AESGCM.generate_key(bit_length=256)


def new_key_id() -> str:
    """A name that no other key of any Pemda has."""
    return secrets.token_hex(4)


@functools.cache
def master_key(secret: str, version: int) -> bytes:
    """The key that wraps data keys: HKDF-SHA-256 of the secret with the version; not a query, so it may be kept."""
    return HKDF(SHA256(), length=32, salt=b"adopsi/vault", info=f"master v{version}".encode()).derive(secret.encode())


def wrap(key: bytes, *, master: bytes, name: str) -> bytes:
    """The key sealed under the master key, bound to its name."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, key, name.encode())


def unwrap(wrapped: bytes, *, master: bytes, name: str) -> bytes:
    """The key; raises `InvalidTag` for another master key or name."""
    return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name.encode())


def blind_index(text: str, *, key: bytes, purpose: str) -> str:
    """What stands for the text in look-ups: 128 bits, the same for equal texts of one purpose in one Pemda."""
    digest = hmac.new(key, _joined(purpose, text), hashlib.sha256).digest()
    return _text(digest[:16])


def seal(text: str, *, cipher: AESGCM, key_id: str, bound_to: tuple[str, ...], index: str = NO_INDEX) -> str:
    """The sealed text."""
    head = f"{VERSION}.{index}.{key_id}"
    nonce = secrets.token_bytes(NONCE_BYTES)
    return f"{head}.{_text(nonce + cipher.encrypt(nonce, text.encode(), _joined(head, *bound_to)))}"


def key_id_of(sealed: str) -> str:
    """The id of the data key; raises `InvalidTag` for what is not sealed at all."""
    match = SEALED.match(sealed)
    if match is None:
        raise InvalidTag
    return match[2]


def open_sealed(sealed: str, *, cipher: AESGCM, bound_to: tuple[str, ...]) -> str:
    """The text; raises `InvalidTag` for anything that was changed or moved."""
    head, _dot, payload = sealed.rpartition(".")
    raw = _bytes(payload)
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _joined(head, *bound_to)).decode()


def _joined(*parts: str) -> bytes:
    """The parts with their lengths, so that no two lists of parts give the same bytes."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
