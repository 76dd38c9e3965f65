"""Where public reports are: within a box, nearest first, and in groups where there are too many to draw.

Everything works on points of public precision. A box or an order that looked at the true points would give them away
to whoever asks often enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, ExpressionWrapper, F, FloatField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Floor

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.presenters import PUBLIC_DECIMALS
from catalog.sdk.context import current_pemda
from catalog.sdk.places import bounds

GRID = 10**PUBLIC_DECIMALS
# So many cells across the box, so that a map never gets more than a few hundred groups.
CELLS_ACROSS = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_wide(self) -> bool:
        """Whether a grid over the box can still pull reports apart that the public precision tells apart."""
        return max(self.east - self.west, self.north - self.south) > CELLS_ACROSS / GRID


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that lie near each other: the middle of them, rounded, and how many they are."""

    latitude: float
    longitude: float
    count: int


def box_of(text: str) -> Box:
    """`west,south,east,north`; anything else is the whole Pemda."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return Box(*bounds(current_pemda().code))
    is_sound = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return Box(west, south, east, north) if is_sound else Box(*bounds(current_pemda().code))


def within(reports: QuerySet[Report], box: Box) -> QuerySet[Report]:
    """The reports whose public point lies in the box."""
    # A point is in if its rounded one is: the edge lies half a step before the next point of the grid.
    south, north = _edge(math.ceil(box.south * GRID)), _edge(math.floor(box.north * GRID) + 1)
    west, east = _edge(math.ceil(box.west * GRID)), _edge(math.floor(box.east * GRID) + 1)
    return reports.filter(latitude__gte=south, latitude__lt=north, longitude__gte=west, longitude__lt=east)


def _edge(step: int) -> float:
    return (step - 0.5) / GRID


def groups(reports: QuerySet[Report], box: Box) -> list[Group]:
    """The reports of the box by the cells of a grid over it: counted by the database, a few hundred rows at most."""
    cell = max(box.east - box.west, box.north - box.south) / CELLS_ACROSS
    # Cells as wide as steps of the public grid, so that a cell tells no more than a point would.
    cell = max(math.ceil(cell * GRID), 1) / GRID
    rows = (
        reports.order_by()
        .annotate(row=Floor(_rounded("latitude") / Value(cell)), column=Floor(_rounded("longitude") / Value(cell)))
        .values("row", "column")
        .annotate(count=Count("pk"), at_latitude=Avg(_rounded("latitude")), at_longitude=Avg(_rounded("longitude")))
    )
    return [
        Group(round(row["at_latitude"], PUBLIC_DECIMALS), round(row["at_longitude"], PUBLIC_DECIMALS), row["count"])
        for row in rows
    ]


def nearest_first(reports: QuerySet[Report], latitude: float, longitude: float) -> QuerySet[Report]:
    """The reports by the distance of their public points; those without a point are left out."""
    # A degree of longitude is shorter away from the equator; on the scale of a Pemda the earth is flat.
    narrowing = math.cos(math.radians(latitude)) ** 2
    north = _rounded("latitude") - Value(latitude)
    east = _rounded("longitude") - Value(longitude)
    squared = ExpressionWrapper(north * north + east * east * Value(narrowing), output_field=FloatField())
    return reports.filter(latitude__isnull=False).annotate(squared=squared).order_by("squared", "-created_at", "-id")


def _rounded(field: str) -> Combinable:
    """The coordinate as the public sees it."""
    step: Any = Floor(F(field) * Value(float(GRID)) + Value(0.5), output_field=FloatField())
    return ExpressionWrapper(step / Value(float(GRID)), output_field=FloatField())
