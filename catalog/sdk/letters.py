"""Letters as PDF: headings, facts and QR codes on A4, drawn with PDF's own fonts (docs/decisions/0008)."""

from __future__ import annotations

import unicodedata
from typing import Any

from catalog.sdk.qr import qr_squares

Colour = tuple[int, int, int]
INK: Colour = (23, 32, 38)
SOFT: Colour = (88, 102, 112)
LINE: Colour = (208, 215, 220)
MARGIN = 18
LABEL_WIDTH = 46


class Letter:
    """A page that is written from top to bottom; a new one begins where it is full."""

    def __init__(self, *, title: str, author: str, language: str) -> None:
        # Drawing takes some 15 MB of memory, which processes that never draw a letter do without.
        from fpdf import FPDF  # noqa: PLC0415

        self._page: Any = FPDF(format="A4")
        self._page.set_margin(MARGIN)
        self._page.set_auto_page_break(auto=True, margin=MARGIN)
        self._page.set_title(_shown(title))
        self._page.set_author(_shown(author))
        self._page.set_lang("en" if language == "en" else "id-ID")
        self._page.add_page()

    def heading(self, text: str, *, size: float = 18) -> None:
        """A line that stands out."""
        self._write(text, size=size, style="B", colour=INK)

    def line(self, text: str, *, size: float = 10) -> None:
        """A paragraph."""
        self._write(text, size=size, style="", colour=INK)

    def note(self, text: str) -> None:
        """A paragraph in small grey letters."""
        self._write(text, size=8.5, style="", colour=SOFT)

    def fact(self, label: str, value: str) -> None:
        """A label with its value beside it."""
        page = self._page
        top = page.get_y()
        page.set_font("Helvetica", "", 9.5)
        page.set_text_color(*SOFT)
        page.multi_cell(LABEL_WIDTH, 5.4, _shown(label), new_x="LMARGIN", new_y="NEXT", align="L")
        below = page.get_y()
        page.set_xy(MARGIN + LABEL_WIDTH, top)
        page.set_text_color(*INK)
        page.multi_cell(page.epw - LABEL_WIDTH, 5.4, _shown(value), new_x="LMARGIN", new_y="NEXT", align="L")
        page.set_y(max(below, page.get_y()))

    def gap(self, millimetres: float = 4) -> None:
        """White space."""
        self._page.ln(millimetres)

    def coupon(self, *, code: str, title: str, lines: list[str], side: float = 38) -> None:
        """A framed QR code with a title and lines beside it; never torn over two pages."""
        page = self._page
        height = side + 8
        if page.get_y() + height > page.h - MARGIN:
            page.add_page()
        top = page.get_y()
        page.set_draw_color(*LINE)
        page.rect(MARGIN, top, page.epw, height)
        self._squares(code, x=MARGIN + 4, y=top + 4, side=side)
        left = MARGIN + side + 12
        page.set_xy(left, top + 8)
        page.set_text_color(*INK)
        page.set_font("Helvetica", "B", 13)
        page.cell(0, 7, _shown(title))
        page.set_font("Helvetica", "", 10)
        for number, text in enumerate(lines):
            page.set_xy(left, top + 17 + 5.5 * number)
            page.cell(0, 5.5, _shown(text))
        page.set_xy(MARGIN, top + height + 4)

    def pdf(self) -> bytes:
        """The finished file."""
        return bytes(self._page.output())

    def _squares(self, text: str, *, x: float, y: float, side: float) -> None:
        rows = qr_squares(text)
        step = side / len(rows)
        self._page.set_fill_color(0, 0, 0)
        for row_number, row in enumerate(rows):
            for column, is_dark in enumerate(row):
                if is_dark:
                    self._page.rect(x + column * step, y + row_number * step, step, step, style="F")

    def _write(self, text: str, *, size: float, style: str, colour: Colour) -> None:
        self._page.set_font("Helvetica", style, size)
        self._page.set_text_color(*colour)
        self._page.multi_cell(self._page.epw, size * 0.5, _shown(text), new_x="LMARGIN", new_y="NEXT", align="L")


def _shown(text: str) -> str:
    """The text in the letters of PDF's own fonts; other letters lose their marks or become a question mark."""
    for typographic, plain in (("–", "-"), ("…", "..."), ("“", '"'), ("”", '"'), ("·", "-")):
        text = text.replace(typographic, plain)
    bare = "".join(each if each.encode("latin-1", "ignore") else unicodedata.normalize("NFKD", each) for each in text)
    kept = "".join(each for each in bare if not unicodedata.combining(each))
    return kept.encode("latin-1", "replace").decode("latin-1")
