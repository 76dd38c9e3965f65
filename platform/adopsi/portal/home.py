"""The parts of the home page: the greeting, the tiles of services, the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.activations import active_manifests, is_active, manifests_on
from catalog.manifest import Manifest, Tile
from catalog.registry import hook
from catalog.sdk.search import MapPoint
from tenants.directory import PemdaFacts
from tenants.places.outlines import bounds

POINTS_KEY = "portal:map-points"
POINTS_SECONDS = 60
MOST_POINTS = 60
MOST_TILES = 8


@dataclass(frozen=True, slots=True)
class Service:
    """A service that citizens can open."""

    slug: str
    label: str
    title: str
    summary: str
    dimension: str
    dimension_label: str
    icon: str
    hue: str
    url: str
    # On, but its tables wait for an upgrade: its pages say so.
    is_in_maintenance: bool = False


def greeting(now: datetime, name: str = "") -> str:
    """`Selamat pagi, Sari` by the clock of `now`; without a name for visitors."""
    if 4 <= now.hour < 11:
        words = _("Selamat pagi")
    elif 11 <= now.hour < 15:
        words = _("Selamat siang")
    elif 15 <= now.hour < 18:
        words = _("Selamat sore")
    else:
        words = _("Selamat malam")
    first = name.split()[0] if name.split() else ""
    return f"{words}, {first}" if first else words


def list_services(pemda: PemdaFacts, *, search: str = "", dimension: str = "") -> list[Service]:
    """The services of the Pemda's modules in the order of their tiles, with every word of the search."""
    tiles = [(manifest, manifest.tile) for manifest in manifests_on(pemda.code) if manifest.tile]
    tiles.sort(key=lambda pair: (pair[1].order, str(pair[1].label)))
    words = search.lower().split()
    found = []
    for manifest, tile in tiles:
        text = f"{tile.label} {manifest.title} {manifest.summary} {manifest.description}".lower()
        if all(word in text for word in words) and dimension in ("", manifest.dimension.value):
            found.append(_service(manifest, tile, is_active=is_active(manifest.slug, pemda.code)))
    return found


def _service(manifest: Manifest, tile: Tile, *, is_active: bool) -> Service:
    return Service(
        slug=manifest.slug,
        label=str(tile.label),
        title=str(manifest.title),
        summary=str(manifest.summary),
        dimension=manifest.dimension.value,
        dimension_label=manifest.dimension.label,
        icon=tile.icon,
        hue=tile.hue.value,
        url=reverse(f"{manifest.slug}:{tile.url_name}"),
        is_in_maintenance=not is_active,
    )


def map_data(pemda: PemdaFacts) -> dict[str, Any]:
    """The data of the map "Di sekitar Anda": the Pemda's outline and points of its modules."""
    west, south, east, north = bounds(pemda.code)
    data: dict[str, Any] = {
        "bounds": [[south, west], [north, east]],
        "base_url": reverse("base-map"),
        "attribution": _("Data dasar: Pemerintah %(name)s") % {"name": pemda.display_name},
        "markers": [
            {
                "lat": point.latitude,
                "lng": point.longitude,
                "title": point.title,
                "text": point.kind,
                "url": point.url,
                "hue": point.hue,
            }
            for point in _points(pemda)
        ],
    }
    if pemda.tile_url:
        data["tiles"] = {"url": pemda.tile_url, "attribution": pemda.tile_attribution}
    return data


def _points(pemda: PemdaFacts) -> list[MapPoint]:
    """A fair share of every module's points, kept for a minute."""
    active = [manifest for manifest in active_manifests(pemda.code) if manifest.map_points]
    key = f"{POINTS_KEY}:{'-'.join(manifest.slug for manifest in active)}:{get_language()}"
    points = cache.get(key)
    if points is None:
        share = MOST_POINTS // max(len(active), 1)
        points = [point for manifest in active for point in hook(manifest, "map_points")()[:share]]
        cache.set(key, points, POINTS_SECONDS)
    return points
