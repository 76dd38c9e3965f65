"""What a module gives to the portal's search, map and statistics."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.sdk.matching import matching, nearly_matching, rank, score_text

__all__ = ["MapPoint", "SearchHit", "Statistic", "matching", "nearly_matching", "rank", "score_text"]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result of the portal's search; the portal cuts `text` to what surrounds the words.

    `score` orders the groups: `search_score` of a row that `rank` gave.
    """

    title: str
    text: str
    url: str
    kind: str
    icon: str = "search"
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One point on "Di sekitar Anda", in WGS84 degrees."""

    latitude: float
    longitude: float
    title: str
    url: str
    kind: str
    hue: str = "teal"


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number for dashboards, with the page that shows what it counts.

    `trend` is the change in per cent against the usual (of the same weekday, of the week before: the module says which
    in `note`); `target` is what the number should reach, in words; `key` opens the list behind it in the LIVE Room.
    `url` is for everybody; whoever holds one of `work_roles` is led to `work_url`, the officers' list, instead.
    """

    label: str
    value: str
    url: str = ""
    note: str = ""
    unit: str = ""
    trend: int | None = None
    target: str = ""
    # Whether the number is about today: the LIVE Room shows those first.
    is_today: bool = False
    key: str = ""
    work_url: str = ""
    work_roles: tuple[str, ...] = ()
