"""What the theme's map component needs to show the Pemda, and points on it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.nearby import Box, groups, within
from catalog.modules.laksa.presenters import STAGE_LOOKS, place_label, public_point
from catalog.sdk.context import current_pemda
from catalog.sdk.places import bounds

# More single points than this in one view are drawn as groups.
MOST_SINGLE = 150


def ground() -> dict[str, Any]:
    """The Pemda's outline, and its tiles if it has set some; no points."""
    pemda = current_pemda()
    west, south, east, north = bounds(pemda.code)
    data: dict[str, Any] = {
        "bounds": [[south, west], [north, east]],
        "base_url": reverse("base-map"),
        "attribution": _("Batas wilayah indikatif, bukan rujukan resmi"),
    }
    if pemda.tile_url:
        data["tiles"] = {"url": pemda.tile_url, "attribution": pemda.tile_attribution}
    return data


def public_ground(points_url: str) -> dict[str, Any]:
    """A map that asks for the points of what it shows, whenever it is moved."""
    return {**ground(), "area_url": points_url}


def public_area(reports: QuerySet[Report], box: Box) -> dict[str, Any]:
    """What the map draws of a box: each report, or groups where there are too many."""
    inside = within(reports, box).select_related(None).prefetch_related(None)
    if box.is_wide and inside.count() > MOST_SINGLE:
        found = [{"lat": each.latitude, "lng": each.longitude, "count": each.count} for each in groups(inside, box)]
        return {"groups": found}
    return {"markers": [_marker(report, point) for report in inside[:MOST_SINGLE] if (point := public_point(report))]}


def _marker(report: Report, point: tuple[float, float]) -> dict[str, Any]:
    return {
        "lat": point[0],
        "lng": point[1],
        "title": report.title,
        "text": f"{report.stage.label} · {place_label(report)}",
        "url": reverse("laksa:report-detail", args=[report.number]),
        "hue": STAGE_LOOKS[report.stage]["hue"],
    }


def one_point(report: Report, point: tuple[float, float] | None) -> dict[str, Any] | None:
    """A map of one report at the given point."""
    if point is None:
        return None
    marker = {"lat": point[0], "lng": point[1], "title": report.title, "hue": STAGE_LOOKS[report.stage]["hue"]}
    return {**ground(), "centre": list(point), "zoom": 13, "markers": [marker]}
