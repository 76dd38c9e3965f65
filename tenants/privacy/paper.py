"""Letters of the desk as PDF: Indonesian, with an English line below each heading (docs/decisions/0008)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

INK, SOFT, LINE, TEAL = (23, 32, 38), (88, 102, 112), (208, 215, 220), (15, 118, 110)
MARGIN = 20
LABEL_WIDTH = 52


class Paper:
    """An A4 letter that grows from top to bottom."""

    def __init__(self, *, title: str, english: str, pemda: str, number: str, landscape: str = "portrait") -> None:
        # The library takes some 40 MB, which processes that never draw a letter do without.
        from fpdf import FPDF  # noqa: PLC0415

        self.pdf = FPDF(format="A4", orientation="landscape" if landscape == "landscape" else "portrait")
        self.pdf.set_margin(MARGIN)
        self.pdf.set_auto_page_break(auto=True, margin=MARGIN)
        self.pdf.set_title(shown(title))
        self.pdf.set_author(shown(pemda))
        self.pdf.set_lang("id-ID")
        self.pdf.add_page()
        self.pdf.set_fill_color(*TEAL)
        self.pdf.rect(0, 0, self.pdf.w, 4, style="F")
        self.line(title, size=18, style="B")
        self.line(english, size=10, colour=SOFT)
        self.line(pemda, size=13, style="B")
        self.line(number, size=9, colour=SOFT)
        self.pdf.ln(4)

    def line(self, text: str, *, size: float = 10, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        """One paragraph over the whole width."""
        self.pdf.set_font("Helvetica", style, size)
        self.pdf.set_text_color(*colour)
        self.pdf.multi_cell(self.pdf.epw, size * 0.48, shown(text), new_x="LMARGIN", new_y="NEXT", align="L")

    def paragraph(self, text: str, english: str = "") -> None:
        """A paragraph, and the same in English below it."""
        self.line(text)
        if english:
            self.line(english, size=8.5, colour=SOFT)
        self.pdf.ln(3)

    def row(self, label: str, english: str, value: str) -> None:
        """A fact: its name in both languages, and its value."""
        pdf = self.pdf
        if pdf.will_page_break(14):
            pdf.add_page()
        top, number = pdf.get_y(), pdf.page_no()
        pdf.set_draw_color(*LINE)
        pdf.line(MARGIN, top, pdf.w - MARGIN, top)
        for text, size, style, colour in ((label, 10, "B", INK), (english, 8, "", SOFT)):
            pdf.set_font("Helvetica", style, size)
            pdf.set_text_color(*colour)
            pdf.set_x(MARGIN)
            pdf.multi_cell(LABEL_WIDTH, size * 0.48, shown(text), new_x="LMARGIN", new_y="NEXT", align="L")
        bottom = pdf.get_y()
        pdf.set_xy(MARGIN + LABEL_WIDTH, top + 0.5)
        pdf.set_font("Helvetica", "", 10)
        pdf.set_text_color(*INK)
        width = pdf.epw - LABEL_WIDTH
        pdf.multi_cell(width, 4.8, shown(value), new_x="LMARGIN", new_y="NEXT", align="L")
        is_same_page = pdf.page_no() == number
        pdf.set_y((max(bottom, pdf.get_y()) if is_same_page else pdf.get_y()) + 1.5)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """A table whose head is repeated on each page."""
        self.pdf.set_font("Helvetica", "", 8)
        self.pdf.set_text_color(*INK)
        from fpdf.fonts import FontFace  # noqa: PLC0415 - see above

        head = FontFace(emphasis="BOLD", fill_color=(238, 243, 244))
        with self.pdf.table(col_widths=tuple(widths), headings_style=head, text_align="LEFT", line_height=4) as table:
            for cells in (headings, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(shown(cell))
        self.pdf.ln(4)

    def bytes(self) -> bytes:
        """The finished letter."""
        return bytes(self.pdf.output())


def shown(text: str) -> str:
    """The text in Latin 1, the letters of PDF's own fonts; others lose their marks or become a question mark."""
    plain = text.replace("\u2026", "...").replace("\u201c", '"').replace("\u201d", '"').replace("\u2013", "-")
    plain = "".join(each if each.encode("latin-1", "ignore") else unicodedata.normalize("NFKD", each) for each in plain)
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return kept.encode("latin-1", "replace").decode("latin-1")
