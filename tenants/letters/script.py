"""Texts as a page without a shaping engine can draw them: Arabic letters joined, and each line from left to right.

Sources: Unicode's presentation forms (chapter 9.2 of the standard) and its bidirectional algorithm (UAX 9, fpdf2's).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby

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
    """The text for a font with these code points, each of its lines as it stands on the page."""
    return "\n".join(turned(line, [line])[0] for line in shaped(text, covered=covered).split("\n"))


def shaped(text: str, *, covered: frozenset[int]) -> str:
    """The text as it is read, its letters in the shapes that they are drawn in, for measuring and breaking lines.

    What the font lacks becomes a box that everybody sees.
    """
    text = join(text) if is_turned(text) else text
    return "".join(each if each == "\n" or ord(each) in covered else MISSING for each in text)


def is_turned(text: str) -> bool:
    """Whether something of it is read from right to left."""
    return any(unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in text)


def turned(paragraph: str, lines: Sequence[str]) -> list[str]:
    """The lines of a shaped paragraph, in the order in which they are read, as each stands on the page."""
    if not is_turned(paragraph):
        return list(lines)
    levels, start, found = _levels(paragraph), 0, []
    for line in lines:
        # A space at which a line was broken is in neither.
        start = paragraph.index(line, start)
        found.append(_from_left(line, levels[start : start + len(line)]))
        start += len(line)
    return found


def _levels(paragraph: str) -> list[int]:
    from fpdf.bidi import BidiParagraph  # noqa: PLC0415 - the library is large, and letters are rare

    return [each.embedding_level for each in BidiParagraph(paragraph).get_characters_with_embedding_level()]


def _from_left(line: str, levels: Sequence[int]) -> str:
    """UAX 9, rules L2 and L4: what is read from right to left is turned round, with its brackets."""
    order = list(range(len(line)))
    for level in range(max(levels, default=0), 0, -1):
        turned_round: list[int] = []
        for is_inside, run in groupby(order, key=lambda place: levels[place] >= level):
            places = list(run)
            turned_round += reversed(places) if is_inside else places
        order = turned_round
    return "".join(line[each].translate(MIRRORED) if levels[each] % 2 else line[each] for each in order)


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
