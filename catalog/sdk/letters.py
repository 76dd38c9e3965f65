"""Letters as PDF: headings, facts and QR codes on A4 (docs/decisions/0008)."""

from __future__ import annotations

from catalog.sdk.qr import qr_squares
from tenants.letters.letter import LINE, MARGIN
from tenants.letters.letter import Letter as PlainLetter

__all__ = ["Letter"]


class Letter(PlainLetter):
    """A page that is written from top to bottom; a new one begins where it is full."""

    def coupon(self, *, code: str, title: str, lines: list[str], side: float = 38) -> None:
        """A framed QR code with a title and lines beside it; never torn over two pages."""
        page = self.sheet
        height = side + 8
        if page.get_y() + height > page.h - MARGIN:
            page.add_page()
        top = page.get_y()
        page.set_draw_color(*LINE)
        page.rect(MARGIN, top, page.epw, height)
        self._squares(code, x=MARGIN + 4, y=top + 4, side=side)
        left = MARGIN + side + 12
        page.set_xy(left, top + 8)
        page.cell(0, 7, self.set_text(title, size=13, style="B"))
        for number, text in enumerate(lines):
            page.set_xy(left, top + 17 + 5.5 * number)
            page.cell(0, 5.5, self.set_text(text, size=10))
        page.set_xy(MARGIN, top + height + 4)

    def _squares(self, text: str, *, x: float, y: float, side: float) -> None:
        rows = qr_squares(text)
        step = side / len(rows)
        self.sheet.set_fill_color(0, 0, 0)
        for row_number, row in enumerate(rows):
            for column, is_dark in enumerate(row):
                if is_dark:
                    self.sheet.rect(x + column * step, y + row_number * step, step, step, style="F")
