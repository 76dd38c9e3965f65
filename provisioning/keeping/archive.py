"""The form of an archive: a ZIP that a person reads with plain PostgreSQL, and that `restore` reads part by part.

`manifest.json` lists every other part with size and SHA-256, every table with its columns, rows and the hash of its
content, the releases with their fingerprints, and the server's version; `manifest.segel` is this installation's seal
over it. At rest in our own storage the ZIP is encrypted as a whole (`sealing`).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from provisioning.copying import BLOCK, Hashing
from provisioning.keeping.errors import ArchiveDamaged, ArchiveTampered
from provisioning.keeping.sealing import SealedReader, check_seal, is_sealed, seal_of

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.segel"
STRUCTURE, SCRIPT, README = "struktur.sql", "pulihkan.sql", "BACA-SAYA.txt"
PUBLIC_ROWS = "publik/"
MEDIA = "media/"
# Archives are written every night and read seldom: the fastest level already takes a table to a quarter.
LEVEL = 1
# Compressed already.
STORED = {".webp", ".jpg", ".jpeg", ".png", ".pdf", ".zip", ".gz", ".mp4"}
LARGEST_MANIFEST = 64 << 20


class ArchiveWriter:
    """Writes the parts of one archive to a stream; `finish` writes the manifest and its seal."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=LEVEL)
        self.parts: dict[str, dict[str, Any]] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[Hashing]:
        """A new part; what the block writes is listed with its hash."""
        info = ZipInfo(name)
        info.compress_type = ZIP_STORED if PurePosixPath(name).suffix.lower() in STORED else ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as target:
            hashing = Hashing(target)
            yield hashing
        self.parts[name] = {"sha256": hashing.sha256, "bytes": hashing.size}

    def text(self, name: str, content: str) -> None:
        """A part of text."""
        with self.part(name) as target:
            target.write(content.encode())

    def finish(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Write manifest and seal and close the archive; the manifest."""
        manifest = {"format": FORMAT, "made_by": "Adopsi", **facts, "parts": self.parts}
        text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True).encode()
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SEAL, seal_of(text))
        self._zip.close()
        return manifest


# --- reading ------------------------------------------------------------------------------------------


@contextmanager
def damage_refused() -> Iterator[None]:
    """Turn what a broken ZIP makes Python say into `ArchiveDamaged`."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, NotImplementedError, RuntimeError):
        raise ArchiveDamaged from None


class Archive:
    """An archive that is open for reading; its manifest bears our seal, each part is compared when it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        with damage_refused():
            plain: Any = io.BufferedReader(SealedReader(source), BLOCK) if is_sealed(source) else source
            self._zip = ZipFile(plain)
            text, seal = self._small(MANIFEST), self._small(SEAL).decode("ascii")
        check_seal(text, seal)
        with damage_refused():
            self.manifest: dict[str, Any] = json.loads(text)
            if self.manifest["format"] != FORMAT:
                raise ArchiveDamaged
            self.parts: dict[str, dict[str, Any]] = self.manifest["parts"]
            self._refuse_strays()

    def _small(self, name: str) -> bytes:
        if self._zip.getinfo(name).file_size > LARGEST_MANIFEST:
            raise ArchiveDamaged
        return self._zip.read(name)

    def _refuse_strays(self) -> None:
        names = self._zip.namelist()
        if len(names) != len(set(names)) or set(names) != {*self.parts, MANIFEST, SEAL}:
            raise ArchiveDamaged
        for name in self.parts:
            if "\\" in name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise ArchiveDamaged

    @property
    def code(self) -> str:
        """The Pemda's code."""
        return str(self.manifest["pemda"]["code"])

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        """The tables by name."""
        tables: dict[str, dict[str, Any]] = self.manifest["tables"]
        return tables

    @contextmanager
    def part(self, name: str) -> Iterator[CheckedPart]:
        """A part for reading; its end raises `ArchiveTampered` where it is not what the manifest says."""
        if name not in self.parts:
            raise ArchiveDamaged
        with damage_refused():
            opened = self._zip.open(name)
        with contextlib.closing(opened):
            yield CheckedPart(name, opened, self.parts[name])

    def read(self, name: str) -> bytes:
        """A small part, whole."""
        with self.part(name) as source:
            return source.read()

    def media(self) -> list[str]:
        """The names of the parts that are files of people."""
        return [name for name in self.parts if name.startswith(MEDIA)]

    def check_everything(self) -> int:
        """Read every part and compare it with the manifest; how many there are."""
        for name in self.parts:
            with self.part(name) as source:
                while source.read(BLOCK):
                    pass
        return len(self.parts)

    def close(self) -> None:
        """Close the ZIP, not the file below."""
        self._zip.close()


class CheckedPart:
    """A part being read: at its end the hash is compared, so nobody takes a changed part for whole."""

    def __init__(self, name: str, source: IO[bytes], expected: dict[str, Any]) -> None:
        self._name, self._source, self._expected = name, source, expected
        self._hash, self._size = hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        with damage_refused():
            data = self._source.read(size)
        self._hash.update(data)
        self._size += len(data)
        is_over = not data or size < 0
        # A part that unpacks to more than it should is stopped before it fills the disk.
        if self._size > self._expected["bytes"] or (is_over and self._is_other()):
            raise ArchiveTampered(self._name)
        return data

    def _is_other(self) -> bool:
        return self._size != self._expected["bytes"] or self._hash.hexdigest() != self._expected["sha256"]
