"""The shapes of demonstration texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `category` is a value of News.Category, `opd` a code of the usual units."""

    hours_ago: int
    category: str
    opd: str
    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """One notice; the fields are those of Notice."""

    severity: str
    topic: str
    title: str
    text: str
