"""Encrypts archives chunk by chunk, so that they are written and read as streams and a cut or a change is noticed.

A sealed file is a line that names it, a line of JSON that says which key, and chunks of AES-256-GCM whose nonce is their
number with a mark on the last one (the STREAM construction: chunks cannot be moved, dropped or added). The key is
derived from the master secret with HKDF, a random salt and the Pemda's code.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from provisioning.keeping.errors import ArchiveDamaged, ArchiveForeign

MAGIC = b"ADOPSI ARSIP 1\n"
CHUNK = 1 << 20
TAG = 16
LONGEST_HEADER = 4096


def _masters() -> list[str]:
    """The present master secret, and those of the past, which older archives were sealed with."""
    return [settings.ADOPSI_MASTER_SECRET, *settings.ADOPSI_FORMER_MASTER_SECRETS]


def _key(master: str, salt: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=f"adopsi/{purpose}".encode()).derive(
        master.encode()
    )


def _name_of_key(master: str) -> str:
    return hmac.new(master.encode(), b"adopsi/arsip/nama-kunci", hashlib.sha256).hexdigest()[:16]


def _master_named(name: str) -> str:
    for master in _masters():
        if hmac.compare_digest(_name_of_key(master), name):
            return master
    raise ArchiveForeign


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


# --- the seal of an archive that is not encrypted -----------------------------------------------------


def seal_of(manifest: bytes) -> str:
    """The seal over an archive's manifest, by which this installation knows its own."""
    master = _masters()[0]
    digest = hmac.new(_key(master, b"", "arsip/segel"), manifest, hashlib.sha256).hexdigest()
    return f"{_name_of_key(master)}:{digest}"


def check_seal(manifest: bytes, seal: str) -> None:
    """Raise `ArchiveForeign` unless this installation sealed exactly this manifest."""
    name, _colon, digest = seal.strip().partition(":")
    expected = hmac.new(_key(_master_named(name), b"", "arsip/segel"), manifest, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, digest):
        raise ArchiveForeign


# --- writing ------------------------------------------------------------------------------------------


class SealingWriter(io.RawIOBase):
    """Encrypts what is written to it; `close` writes the last chunk and leaves the target open."""

    def __init__(self, target: IO[bytes], *, pemda_code: str) -> None:
        master, salt = _masters()[0], os.urandom(32)
        header = {"key": _name_of_key(master), "salt": salt.hex(), "pemda": pemda_code, "chunk": CHUNK}
        self._header = MAGIC + json.dumps(header).encode() + b"\n"
        self._cipher = AESGCM(_key(master, salt, f"arsip/{pemda_code}"))
        self._target, self._pending, self._number = target, bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Take the bytes; whole chunks leave at once."""
        self._pending += data
        while len(self._pending) > CHUNK:
            self._put(bytes(self._pending[:CHUNK]), is_last=False)
            del self._pending[:CHUNK]
        return len(data)

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), plain, self._header))
        self._number += 1

    def finish(self) -> None:
        """Write what is left, marked as the end."""
        self._put(bytes(self._pending), is_last=True)
        self._pending.clear()


# --- reading ------------------------------------------------------------------------------------------


def is_sealed(source: IO[bytes]) -> bool:
    """Whether the file begins as a sealed archive does; the position is at its beginning afterwards."""
    source.seek(0)
    found = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return found


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed archive, from any position; a changed or cut file raises `ArchiveDamaged`."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        source.seek(0)
        self._header = source.readline(len(MAGIC)) + source.readline(LONGEST_HEADER)
        try:
            facts = json.loads(self._header[len(MAGIC) :])
            salt, self.pemda_code, name = bytes.fromhex(facts["salt"]), str(facts["pemda"]), str(facts["key"])
        except (ValueError, KeyError, TypeError):
            raise ArchiveDamaged from None
        if not self._header.startswith(MAGIC) or facts.get("chunk") != CHUNK:
            raise ArchiveDamaged
        self._cipher = AESGCM(_key(_master_named(name), salt, f"arsip/{self.pemda_code}"))
        body = source.seek(0, io.SEEK_END) - len(self._header)
        self._chunks = -(-body // (CHUNK + TAG))
        if body < TAG or body - (self._chunks - 1) * (CHUNK + TAG) < TAG:
            raise ArchiveDamaged
        self.size = body - self._chunks * TAG
        self._at, self._known, self._plain = 0, -1, b""
        # A file that was cut between two chunks would otherwise be noticed late.
        self._chunk(self._chunks - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the present chunk goes."""
        if self._at >= self.size:
            return 0
        number, within = divmod(self._at, CHUNK)
        part = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        if number != self._known:
            self._source.seek(len(self._header) + number * (CHUNK + TAG))
            sealed = self._source.read(CHUNK + TAG)
            nonce = _nonce(number, is_last=number == self._chunks - 1)
            try:
                self._plain = self._cipher.decrypt(nonce, sealed, self._header)
            except InvalidTag:
                raise ArchiveDamaged from None
            self._known = number
        return self._plain
