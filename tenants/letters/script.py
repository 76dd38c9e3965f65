"""Texts as a page without a shaping engine can draw them: Arabic letters joined, and each line from left to right.

Sources: Unicode's presentation forms (chapter 9.2 of the standard) and its bidirectional algorithm (UAX 9, fpdf2's).
"""

from __future__ import annotations

import unicodedata
from functools import cache

# What PDF's own fonts lack, and what a letter can say instead without another font.
TYPOGRAPHIC = str.maketrans({"–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "•": "-"})
MISSING = "\u25a1"
TATWEEL = "\u0640"
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
INVISIBLE = {"Cc", "Cf"}


def plain(text: str) -> str:
    """The text with typewriter's quotes and dashes, and with letters that hold their marks."""
    text = unicodedata.normalize("NFC", text).translate(TYPOGRAPHIC)
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) not in INVISIBLE)


def is_latin(text: str) -> bool:
    """Whether PDF's own fonts have every letter of it."""
    return text.isascii() or text.encode("latin-1", "ignore").decode("latin-1") == text


def drawn(text: str, *, covered: frozenset[int]) -> str:
    """The text for a font with these code points; what it lacks becomes a box that everybody sees."""
    lines = (_line(line) for line in text.split("\n"))
    return "\n".join("".join(each if ord(each) in covered else MISSING for each in line) for line in lines)


def _line(text: str) -> str:
    if not any(unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in text):
        return text
    from fpdf.bidi import BidiParagraph  # noqa: PLC0415 - the library is large, and letters are rare
    from fpdf.enums import TextDirection  # noqa: PLC0415

    characters = BidiParagraph(join(text), TextDirection.LTR).get_reordered_characters()
    # A bracket in a run from right to left is drawn the other way round.
    return "".join(
        each.character.translate(MIRRORED) if each.embedding_level % 2 else each.character for each in characters
    )


@cache
def _forms() -> dict[str, dict[str, str]]:
    """For each Arabic letter, and for lam with alef, its shapes by place: isolated, initial, medial, final."""
    forms: dict[str, dict[str, str]] = {}
    for point in (*range(0xFB50, 0xFBB2), *range(0xFE80, 0xFEFD)):
        place, *letters = unicodedata.decomposition(chr(point)).split()
        forms.setdefault("".join(chr(int(each, 16)) for each in letters), {})[place.strip("<>")] = chr(point)
    return forms


def _units(text: str) -> list[str]:
    """The text letter by letter; lam and alef are one."""
    forms, units = _forms(), list[str]()
    for each in text:
        if units and units[-1] + each in forms and len(units[-1]) == 1:
            units[-1] += each
        else:
            units.append(each)
    return units


def join(text: str) -> str:
    """The text with each Arabic letter in the shape that its neighbours ask for."""
    units = _units(text)
    bodies = [place for place, unit in enumerate(units) if not unicodedata.combining(unit[0])]
    for before, here, after in zip([None, *bodies], bodies, [*bodies[1:], None], strict=False):
        has_before = before is not None and _reaches(units[before], "initial")
        has_after = after is not None and _reaches(units[after], "final")
        units[here] = _shape(units[here], has_before=has_before, has_after=has_after)
    return "".join(units)


def _reaches(unit: str, place: str) -> bool:
    """Whether the letter holds on to its next one (`initial`) or to the one before it (`final`)."""
    # A letter that has its shape already is asked by the letter it was.
    letter = unicodedata.normalize("NFKC", unit)
    return letter == TATWEEL or place in _forms().get(letter, {})


def _shape(unit: str, *, has_before: bool, has_after: bool) -> str:
    shapes = _forms().get(unit, {})
    is_open = has_after and "initial" in shapes
    if has_before and "final" in shapes:
        return shapes["medial"] if is_open and "medial" in shapes else shapes["final"]
    return shapes["initial"] if is_open else shapes.get("isolated", unit)
