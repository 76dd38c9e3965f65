"""Outlines of Pemda: whether a point lies inside, and the offline base map.

The outlines in data/outlines/ are drawn by hand from general knowledge (WGS84, indicative, a little generous, never a
reference for a boundary). A Pemda without one falls back to the bounding box of its province.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any, Final

from tenants.places.districts import District
from tenants.places.extents import PROVINCE_BOXES, Box
from tenants.places.regions import get_region

Ring = Sequence[Sequence[float]]
Polygon = Sequence[Ring]

NOTE: Final = "garis besar buatan sendiri, indikatif; bukan referensi resmi batas wilayah"
_EARTH_RADIUS_M: Final = 6_371_008.8


def has_outline(pemda_code: str) -> bool:
    """Tell whether this Pemda has an outline of its own, and so districts and water on its base map."""
    return _outline_file(get_region(pemda_code).code).is_file()


def contains(pemda_code: str, latitude: float, longitude: float) -> bool:
    """Tell whether a point (degrees, WGS84) lies in the Pemda's outline, or in its province's box if it has none."""
    if not (isfinite(latitude) and isfinite(longitude)):
        return False
    west, south, east, north = bounds(pemda_code)
    if not (west <= longitude <= east and south <= latitude <= north):
        return False
    return any(_in_polygon(polygon, latitude, longitude) for polygon in _region_polygons(get_region(pemda_code).code))


def bounds(pemda_code: str) -> Box:
    """Return (west, south, east, north) in degrees."""
    return _bounds(get_region(pemda_code).code)


def centre(pemda_code: str) -> tuple[float, float]:
    """Return (latitude, longitude) of the middle of the bounds, to open a map at."""
    west, south, east, north = bounds(pemda_code)
    return round((south + north) / 2, 5), round((west + east) / 2, 5)


@lru_cache(maxsize=16)
def base_map(pemda_code: str) -> bytes:
    """Return the GeoJSON FeatureCollection of the offline base map, in drawing order.

    Features carry `kind` (region, water, river, road, district_label) and `name`; roads also `tier` (toll, main,
    rail), rivers `width` (1 to 3), labels the district's `code`.
    """
    code = get_region(pemda_code).code
    file = _outline_file(code)
    return file.read_bytes() if file.is_file() else _boxed_map(code)


def distance_m(a_latitude: float, a_longitude: float, b_latitude: float, b_longitude: float) -> float:
    """Return the great-circle distance between two points in metres (haversine)."""
    phi_a, phi_b = radians(a_latitude), radians(b_latitude)
    half_chord = (
        sin((phi_b - phi_a) / 2) ** 2 + cos(phi_a) * cos(phi_b) * sin(radians(b_longitude - a_longitude) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_M * asin(sqrt(min(1.0, half_chord)))


def nearest_district(pemda_code: str, latitude: float, longitude: float) -> District | None:
    """Guess the kecamatan of a point by the nearest label; None where the Pemda has no outline.

    A proposal for a form, near borders often the neighbour: let the citizen correct it.
    """
    centres = _district_centres(get_region(pemda_code).code)
    if not centres:
        return None
    return min(centres, key=lambda row: distance_m(latitude, longitude, row[1], row[2]))[0]


def district_centre(district_code: str) -> tuple[float, float] | None:
    """Return the approximate (latitude, longitude) of a kecamatan's label, or None where there is no outline."""
    rows = _district_centres(get_region(district_code[:5]).code)
    return next(
        ((latitude, longitude) for district, latitude, longitude in rows if district.code == district_code), None
    )


def _outline_file(code: str) -> Traversable:
    return resources.files("tenants.places") / "data" / "outlines" / f"{code.replace('.', '')}.geojson"


def _boxed_map(code: str) -> bytes:
    west, south, east, north = PROVINCE_BOXES[code[:2]]
    name = get_region(code).display_name
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    feature = {
        "type": "Feature",
        "properties": {"kind": "region", "name": name, "is_box": True},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    collection = {
        "type": "FeatureCollection",
        "metadata": {"code": code, "name": name, "note": NOTE},
        "features": [feature],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _features(code: str, kind: str) -> list[dict[str, Any]]:
    return [row for row in json.loads(base_map(code))["features"] if row["properties"]["kind"] == kind]


@lru_cache(maxsize=16)
def _region_polygons(code: str) -> tuple[Polygon, ...]:
    return tuple(polygon for feature in _features(code, "region") for polygon in _polygons(feature["geometry"]))


@lru_cache(maxsize=64)
def _bounds(code: str) -> Box:
    points = [point for polygon in _region_polygons(code) for point in polygon[0]]
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


@lru_cache(maxsize=16)
def _district_centres(code: str) -> tuple[tuple[District, float, float], ...]:
    rows = []
    for feature in _features(code, "district_label"):
        longitude, latitude = feature["geometry"]["coordinates"]
        properties = feature["properties"]
        rows.append((District(code=properties["code"], name=properties["name"]), latitude, longitude))
    return tuple(rows)


def _polygons(geometry: dict[str, Any]) -> Iterable[Polygon]:
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _in_polygon(polygon: Polygon, latitude: float, longitude: float) -> bool:
    outer, *holes = polygon
    return _in_ring(outer, latitude, longitude) and not any(_in_ring(hole, latitude, longitude) for hole in holes)


def _in_ring(ring: Ring, latitude: float, longitude: float) -> bool:
    """Count how often a ray to the east crosses the closed ring; odd means inside."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        crosses = (y1 > latitude) != (y2 > latitude)
        if crosses and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
