"""Where archives lie: the storage `backups`, a folder of the installation or what its settings put there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from provisioning.keeping.archive import Archive
from provisioning.keeping.errors import NoRoomForArchive, UnknownBackup
from provisioning.keeping.sealing import SealingWriter

ENDING = ".adopsi"


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies in the storage: its size in bytes and the SHA-256 of the encrypted file."""

    size: int
    sha256: str


def _storage() -> Storage:
    return storages["backups"]


def keep(path: str, *, pemda_code: str, write: Callable[[IO[bytes]], Any]) -> Stored:
    """Encrypt what `write` writes and keep it under this path; whatever goes wrong leaves nothing behind."""

    def seal(target: IO[bytes]) -> None:
        sealing = SealingWriter(target, pemda_code=pemda_code)
        write(cast("IO[bytes]", sealing))
        sealing.finish()

    return keep_sealed(path, write=seal)


def keep_sealed(path: str, *, write: Callable[[IO[bytes]], Any]) -> Stored:
    """The same for what is encrypted already."""
    partial = settings.ADOPSI_BACKUP_FOLDER / f"{path}.part"
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        with private(partial) as target:
            write(target)
            target.flush()
            os.fsync(target.fileno())
        stored = Stored(partial.stat().st_size, _sha256_of(partial))
        _move(partial, path)
    except OSError as error:
        raise NoRoomForArchive(error.strerror or str(error)) from None
    finally:
        partial.unlink(missing_ok=True)
    return stored


def private(path: Path) -> IO[bytes]:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _move(partial: Path, path: str) -> None:
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        target = Path(storage.path(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, target)
        return
    with suppress(FileNotFoundError):
        storage.delete(path)
    with partial.open("rb") as source:
        storage.save(path, File(source))


def _sha256_of(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextmanager
def opened(path: str) -> Iterator[Archive]:
    """The archive under this path; raises `UnknownBackup` where there is none."""
    with reading(path) as source, closing(Archive(source)) as archive:
        yield archive


@contextmanager
def reading(path: str) -> Iterator[IO[bytes]]:
    """The encrypted file under this path."""
    try:
        source: Any = _storage().open(path, "rb")
    except FileNotFoundError:
        raise UnknownBackup from None
    with source:
        yield source


def exists(path: str) -> bool:
    """Whether the file is there."""
    return bool(path) and _storage().exists(path)


def delete(path: str) -> None:
    """Delete the file, and what a killed attempt left of it; one that is gone is gone."""
    (settings.ADOPSI_BACKUP_FOLDER / f"{path}.part").unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        _storage().delete(path)
