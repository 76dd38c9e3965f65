"""Letters of the desk: Indonesian, with an English line below each heading (docs/decisions/0008)."""

from __future__ import annotations

from typing import Literal

from tenants.letters.letter import SOFT, TEAL, Letter


class Paper(Letter):
    """A letter with the Pemda's head."""

    def __init__(
        self,
        *,
        title: str,
        english: str,
        pemda: str,
        number: str,
        orientation: Literal["portrait", "landscape"] = "portrait",
    ) -> None:
        super().__init__(title=title, author=pemda, orientation=orientation)
        self.sheet.set_fill_color(*TEAL)
        self.sheet.rect(0, 0, self.sheet.w, 4, style="F")
        self.heading(title)
        self.write(english, colour=SOFT)
        self.heading(pemda, size=13)
        self.note(number, size=9)
        self.gap()
