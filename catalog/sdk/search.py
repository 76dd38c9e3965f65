"""What a module gives to the portal's search, map and statistics."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result of the portal's search."""

    title: str
    text: str
    url: str
    kind: str
    icon: str = "search"


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
    """One number for dashboards, with the page that shows what it counts."""

    label: str
    value: str
    url: str = ""
    note: str = ""
