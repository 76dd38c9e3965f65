"""Rows on their way into and out of PostgreSQL's COPY: hashed, counted and passed on, many at a time."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any, Protocol

# The driver hands over one row at a time; to hash, pack and seal each by itself costs three times as much.
BLOCK = 1 << 20


class Readable(Protocol):
    """What a part of an archive is read from."""

    def read(self, size: int = -1, /) -> bytes: ...


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


def copy_in(cursor: Any, statement: str, source: Readable) -> None:
    """Give the source to a `COPY … FROM STDIN`: the next block is unpacked while PostgreSQL takes the one before.

    A part that cannot be read to its end ends the COPY with an error.
    """
    with _ahead(source) as blocks:
        cursor.copy_expert(statement, blocks, BLOCK)


@contextmanager
def _ahead(source: Readable) -> Iterator[Readable]:
    with ThreadPoolExecutor(max_workers=1) as reader:
        yield _Ahead(source, reader)


class _Ahead:
    """Reads one block ahead, in a thread."""

    def __init__(self, source: Readable, reader: ThreadPoolExecutor) -> None:
        self._source, self._reader = source, reader
        self._next: Future[bytes] = reader.submit(source.read, BLOCK)

    def read(self, size: int = -1, /) -> bytes:
        """The next block, whatever size is asked for; empty at the end, and from then on."""
        block = self._next.result()
        if block:
            self._next = self._reader.submit(self._source.read, BLOCK)
        return block
