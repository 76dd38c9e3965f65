"""Rows on their way out of PostgreSQL's COPY: hashed, counted and passed on, many at a time."""

from __future__ import annotations

import hashlib
import io
from typing import IO, Any

# The driver hands over one row at a time; to hash, pack and seal each by itself costs three times as much.
BLOCK = 1 << 20


class Hashing(io.RawIOBase):
    """A file that knows the hash, the size and the number of lines of what is written to it, and passes it on."""

    def __init__(self, target: IO[bytes] | None = None) -> None:
        self._target, self._hash, self.size, self.lines = target, hashlib.sha256(), 0, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Take the next bytes."""
        whole = bytes(data)
        self._hash.update(whole)
        self.size += len(whole)
        self.lines += whole.count(b"\n")
        if self._target is not None:
            self._target.write(whole)
        return len(whole)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        return self._hash.hexdigest()


def copy_out(cursor: Any, statement: str, target: io.RawIOBase) -> None:
    """Write what a `COPY … TO STDOUT` gives to the target."""
    buffered = io.BufferedWriter(target, BLOCK)
    try:
        cursor.copy_expert(statement, buffered)
    finally:
        # Writes what is left, too.
        buffered.detach()
