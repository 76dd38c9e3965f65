"""A letter on A4 that grows from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from tenants.letters.script import is_latin, is_turned, plain, shaped, turned

Colour = tuple[int, int, int]
INK: Colour = (23, 32, 38)
SOFT: Colour = (88, 102, 112)
LINE: Colour = (208, 215, 220)
TEAL: Colour = (15, 118, 110)
MARGIN = 20
LABEL_WIDTH = 52
# Millimetres by which a line that was turned may measure differently from the same line as it is read.
ROUNDING = 0.01
OWN, WIDE = "Helvetica", "DejaVu"
FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}


class Letter:
    """A page that is written from top to bottom; a new one begins where it is full."""

    def __init__(
        self,
        *,
        title: str,
        author: str,
        language: str = "id",
        orientation: Literal["portrait", "landscape"] = "portrait",
    ) -> None:
        # The library takes some 40 MB, which processes that never draw a letter do without.
        from fpdf import FPDF  # noqa: PLC0415

        self.sheet: Any = FPDF(format="A4", orientation=orientation)
        self.sheet.set_margin(MARGIN)
        self.sheet.set_auto_page_break(auto=True, margin=MARGIN)
        self.sheet.set_title(plain(title))
        self.sheet.set_author(plain(author))
        self.sheet.set_lang("en" if language == "en" else "id-ID")
        self.sheet.add_page()
        self._covered: frozenset[int] = frozenset()

    def set_text(self, text: str, *, size: float, style: str = "", colour: Colour = INK) -> str:
        """Take the font that has these letters, PDF's own where it can; gives the text as one line of that font."""
        shown = self._take_font(text, size=size, style=style, colour=colour)
        return "\n".join(turned(line, [line])[0] for line in shown.split("\n"))

    def _take_font(self, text: str, *, size: float, style: str = "", colour: Colour = INK) -> str:
        """The same, with the text in the order in which it is read."""
        self.sheet.set_text_color(*colour)
        text = plain(text)
        if is_latin(text):
            self.sheet.set_font(OWN, style, size)
            return text
        if not self._covered:
            for each, name in FONTS.items():
                self.sheet.add_font(WIDE, each, Path(__file__).with_name("fonts") / name)
            self._covered = frozenset(self.sheet.fonts[WIDE.lower()].cmap)
        # Its letters are wider than Helvetica's.
        self.sheet.set_font(WIDE, style, size * 0.92)
        return shaped(text, covered=self._covered)

    def _in_lines(self, text: str, width: float) -> str:
        """Shaped text broken as it is read, and only then turned: what is read first stands in the first line."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            broken = [paragraph]
            if is_turned(paragraph):
                measure = {"w": width - ROUNDING, "text": paragraph, "align": "L"}
                broken = self.sheet.multi_cell(**measure, dry_run=True, output="LINES") or broken
            lines += turned(paragraph, broken)
        return "\n".join(lines)

    def write(
        self,
        text: str,
        *,
        size: float = 10,
        style: str = "",
        colour: Colour = INK,
        width: float = 0,
        leading: float = 0.48,
    ) -> None:
        """One paragraph, over the whole width or `width` millimetres."""
        width = width or self.sheet.epw
        shown = self._in_lines(self._take_font(text, size=size, style=style, colour=colour), width)
        self.sheet.multi_cell(width, size * leading, shown, new_x="LMARGIN", new_y="NEXT", align="L")

    def heading(self, text: str, *, size: float = 18) -> None:
        """A line that stands out."""
        self.write(text, size=size, style="B")

    def line(self, text: str, *, size: float = 10) -> None:
        """A paragraph."""
        self.write(text, size=size)

    def note(self, text: str, *, size: float = 8.5) -> None:
        """A paragraph in small grey letters."""
        self.write(text, size=size, colour=SOFT)

    def paragraph(self, text: str, english: str = "") -> None:
        """A paragraph, and the same in English below it."""
        self.line(text)
        if english:
            self.note(english)
        self.gap(3)

    def gap(self, millimetres: float = 4) -> None:
        """White space."""
        self.sheet.ln(millimetres)

    def fact(self, label: str, value: str) -> None:
        """A label with its value beside it."""
        top = self.sheet.get_y()
        self.write(label, size=9.5, colour=SOFT, width=LABEL_WIDTH, leading=0.56)
        self._beside(value, top=top, number=self.sheet.page_no(), leading=0.54)

    def row(self, label: str, english: str, value: str) -> None:
        """A fact below a line: its name in both languages, and its value."""
        sheet = self.sheet
        # A row that does not fit begins on the next page, label and value together.
        if sheet.will_page_break(14):
            sheet.add_page()
        top, number = sheet.get_y(), sheet.page_no()
        sheet.set_draw_color(*LINE)
        sheet.line(MARGIN, top, sheet.w - MARGIN, top)
        sheet.set_xy(MARGIN, top + 1.5)
        self.write(label, size=10, style="B", width=LABEL_WIDTH)
        self.write(english, size=8, colour=SOFT, width=LABEL_WIDTH)
        self._beside(value, top=top + 1.5, number=number, leading=0.48)
        sheet.set_y(sheet.get_y() + 1.5)

    def _beside(self, value: str, *, top: float, number: int, leading: float) -> None:
        """The value right of a label that began at `top` of the page `number`."""
        sheet = self.sheet
        bottom = sheet.get_y()
        sheet.set_xy(MARGIN + LABEL_WIDTH, top)
        self.write(value, width=sheet.epw - LABEL_WIDTH, leading=leading)
        if sheet.page_no() == number:
            sheet.set_y(max(bottom, sheet.get_y()))

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """A table whose head is repeated on each page."""
        from fpdf.fonts import FontFace  # noqa: PLC0415 - see above

        lines = [list(cells) for cells in (headings, *rows)]
        everything = " ".join(cell for cells in lines for cell in cells)
        # One font for the whole table, taken by all its letters together.
        self.set_text(everything, size=8)
        is_own = is_latin(plain(everything))
        columns = [self.sheet.epw * width / sum(widths) for width in widths]
        head = FontFace(emphasis="BOLD", fill_color=(238, 243, 244))
        options: dict[str, Any] = {"headings_style": head, "text_align": "LEFT", "line_height": 4}
        with self.sheet.table(col_widths=tuple(widths), **options) as table:
            for cells in lines:
                row = table.row()
                for cell, width in zip(cells, columns, strict=True):
                    shown = plain(cell) if is_own else shaped(plain(cell), covered=self._covered)
                    row.cell(self._in_lines(shown, width))
        self.gap()

    def pdf(self) -> bytes:
        """The finished file."""
        return bytes(self.sheet.output())
