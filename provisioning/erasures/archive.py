"""The export that must exist before anything is erased: one ZIP with every row and file of the module.

For each table a CSV and a file of one JSON object per line, the module's attachments, and `manifest.json` with what
everything is and its SHA-256. PostgreSQL writes both forms itself, so a table never passes through our memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.conf import settings
from psycopg2 import sql

from provisioning.copying import BLOCK, Hashing, copy_out
from provisioning.erasures.errors import ExportMissing

MANIFEST = "manifest.json"
PARTIAL = ".part"
# JSON text has no control characters, so with these nothing is ever quoted: a line is an object.
AS_JSON_LINES = (
    "COPY (SELECT row_to_json(t) FROM (SELECT * FROM {table} ORDER BY 1) t) TO STDOUT"
    r" (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
)
AS_CSV = "COPY (SELECT * FROM {table} ORDER BY 1) TO STDOUT (FORMAT csv, HEADER)"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment of the module: its key, its path below MEDIA_ROOT, and whether nothing else shows it."""

    key: str
    path: str
    is_only_here: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """A written export: its path below MEDIA_ROOT and its SHA-256."""

    path: str
    sha256: str


def path_of(*, schema_name: str, name: str) -> str:
    """Where the export of this name lies below MEDIA_ROOT."""
    return f"{schema_name}/ekspor/{name}.zip"


def delete_archive(path: str) -> bool:
    """Delete the export, and what a killed attempt left of it; False where there was none."""
    target = settings.MEDIA_ROOT / path
    target.with_suffix(PARTIAL).unlink(missing_ok=True)
    was_there: bool = target.is_file()
    target.unlink(missing_ok=True)
    return was_there


def write_archive(
    cursor: Any,
    *,
    schema_name: str,
    name: str,
    tables: Iterable[str],
    files: Iterable[StoredFile],
    facts: dict[str, Any],
) -> Archive:
    """Write the export under a temporary name, then give it its own; an older one of that name is replaced."""
    path = path_of(schema_name=schema_name, name=name)
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(PARTIAL)
    with ZipFile(partial, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        listed = {table: _write_table(archive, cursor, schema_name, table) for table in tables}
        kept = [_write_file(archive, file) for file in files]
        text = json.dumps({**facts, "tables": listed, "attachments": kept}, indent=1, ensure_ascii=False)
        archive.writestr(MANIFEST, text)
    with partial.open("rb") as whole:
        os.fsync(whole.fileno())
    os.replace(partial, target)
    return Archive(path, sha256_of(target))


def _write_table(archive: ZipFile, cursor: Any, schema_name: str, table: str) -> dict[str, Any]:
    forms = {"csv": AS_CSV, "jsonl": AS_JSON_LINES}
    entry: dict[str, Any] = {}
    for ending, command in forms.items():
        member = f"tabel/{table}.{ending}"
        with archive.open(member, "w", force_zip64=True) as target:
            hashing = Hashing(target)
            copy_out(cursor, _command(command, schema_name, table, cursor.connection), hashing)
        entry[ending] = {"file": member, "sha256": hashing.sha256}
        entry["rows"] = hashing.lines
    return entry


def _command(command: str, schema_name: str, table: str, connection: Any) -> str:
    return command.replace("{table}", sql.Identifier(schema_name, table).as_string(connection))


def _write_file(archive: ZipFile, file: StoredFile) -> dict[str, Any]:
    entry = {"id": file.key, "path": file.path, "is_only_here": file.is_only_here}
    source = settings.MEDIA_ROOT / file.path
    if not source.is_file():
        return {**entry, "is_missing": True}
    member = f"berkas/{source.name}"
    with source.open("rb") as data, archive.open(member, "w") as target:
        shutil.copyfileobj(data, target, BLOCK)
    return {**entry, "file": member, "sha256": sha256_of(source)}


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def read_manifest(path: str, sha256: str) -> dict[str, Any]:
    """What the export says of itself; raises `ExportMissing` unless the file is there and is the one that was written."""
    target = settings.MEDIA_ROOT / path
    if not path or not target.is_file() or sha256_of(target) != sha256:
        raise ExportMissing
    try:
        with ZipFile(target) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (BadZipFile, KeyError, ValueError):
        raise ExportMissing from None
    return manifest
