"""An article's text to HTML: paragraphs, `## ` headings, `- ` lists and **bold**; everything else is escaped."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BOLD = re.compile(r"\*\*(.+?)\*\*")


def to_html(text: str) -> SafeString:
    """Blocks are separated by empty lines; within a paragraph a line break stays one."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("\n".join(_block(block.strip()) for block in blocks if block.strip()))  # noqa: S308 escaped above  # nosec B308 B703


def _block(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("## ") and len(lines) == 1:
        return f"<h2>{_inline(block[3:])}</h2>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(text: str) -> str:
    return BOLD.sub(r"<strong>\1</strong>", escape(text.strip()))
