"""Whether files changed since a step last succeeded, so that a warm start skips it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path


def of(folders: Iterable[Path], *, counts: Callable[[Path], bool]) -> str:
    """A digest of name, size and time of every file below the folders (or the file itself) that counts."""
    digest = hashlib.sha256()
    for folder in folders:
        files = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        for file in files:
            if file.is_file() and counts(file):
                status = file.stat()
                digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def unchanged(stamp: Path, fingerprint: str) -> bool:
    """Whether the step that wrote this stamp saw the same files."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint


def remember(stamp: Path, fingerprint: str) -> None:
    """Write the stamp after the step succeeded."""
    stamp.write_text(fingerprint, encoding="ascii")
