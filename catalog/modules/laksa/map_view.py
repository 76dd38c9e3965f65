"""What the theme's map component needs to show the Pemda, and points on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.presenters import STAGE_LOOKS, place_label, public_point
from catalog.sdk.context import current_pemda
from catalog.sdk.places import bounds


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


def public_map(reports: Iterable[Report]) -> dict[str, Any]:
    """The reports' points as everybody may see them."""
    markers = [
        {
            "lat": point[0],
            "lng": point[1],
            "title": report.title,
            "text": f"{report.stage.label} · {place_label(report)}",
            "url": reverse("laksa:report-detail", args=[report.number]),
            "hue": STAGE_LOOKS[report.stage]["hue"],
        }
        for report in reports
        if (point := public_point(report))
    ]
    return {**ground(), "markers": markers}


def one_point(report: Report, point: tuple[float, float] | None) -> dict[str, Any] | None:
    """A map of one report at the given point."""
    if point is None:
        return None
    marker = {"lat": point[0], "lng": point[1], "title": report.title, "hue": STAGE_LOOKS[report.stage]["hue"]}
    return {**ground(), "centre": list(point), "zoom": 13, "markers": [marker]}
