"""What a module gives to a person's own history ("Riwayat saya")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One thing of a person, with its state in words and the hue of that state.

    A manifest's `history` is `(person, most) -> list[HistoryItem]`: the person's own things, newest first, at most
    so many.
    """

    title: str
    url: str
    state: str
    hue: str
    at: datetime
    icon: str
