"""Cut the portal's font down to what its texts need: `python -m adopsi.theme.font_subset` (needs the package brotli).

Indonesian and English need ASCII and a few marks, in the weights 400 to 700: 11 KB instead of 27. Whoever writes other
letters, a name with an accent, gets the whole file beside it: `unicode-range` in styles/app.css says which letters are
in this one, and a test compares.
"""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

THEME = Path(__file__).resolve().parent
WEIGHTS = (400, 700)
FEATURES = ("kern", "tnum")
RANGES = (
    "U+20-7E,U+A0,U+A9,U+AB,U+B0,U+B2,U+B7,U+BB,U+D7,U+E8-E9,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+203A,"
    "U+2191,U+2193,U+2212"
)


def whole_font() -> Path:
    """The font as its makers give it."""
    return next((THEME / "static" / "vendor").glob("plus-jakarta-sans-*/latin-wght-normal.woff2"))


def text_font() -> Path:
    """Where the cut one lies: beside it, under the same licence."""
    return whole_font().with_name("latin-text.woff2")


def letters(ranges: str) -> set[int]:
    """The code points of a `unicode-range`."""
    found: set[int] = set()
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges.upper()):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut(source: Path, target: Path) -> None:
    """Write the letters of `RANGES` in `WEIGHTS` from one WOFF2 file to another."""
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": WEIGHTS})
    # The subsetter wants a line for every glyph, also for those that no weight changes.
    kept = font["gvar"].variations
    font["gvar"].variations = {name: kept[name] if name in kept else [] for name in font.getGlyphOrder()}
    options = Options(layout_features=list(FEATURES), hinting=False, recalc_timestamp=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters(RANGES))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    cut(whole_font(), text_font())
