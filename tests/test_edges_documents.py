"""What docs/security.md claims exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "security.md"


def test_every_test_that_the_document_names_exists():
    text = DOCUMENT.read_text()
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", text)
    assert len(named) > 60
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in _text_of(file)]
    assert missing == []
    files = re.findall(r"`((?:tests|tenants|catalog|provisioning)/[\w/]+\.py)`", text)
    assert [file for file in files if not (ROOT / file).exists()] == []


def _text_of(file: str) -> str:
    path = ROOT / file
    return path.read_text() if path.exists() else ""


def test_every_chapter_of_level_two_is_there():
    chapters = re.findall(r"^\| V(\d+) ", DOCUMENT.read_text(), re.M)
    assert [int(each) for each in chapters] == list(range(1, 18))
