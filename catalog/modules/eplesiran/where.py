"""Where things are: points inside the Pemda, the visitor's origin, and the data of maps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FloatField, IntegerField, Value
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Round, Sin, Sqrt
from django.urls import reverse

from catalog.modules.eplesiran.errors import OutsideOfPemda
from catalog.sdk import places
from catalog.sdk.context import current_pemda

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Origin:
    """Where distances are measured from; `label` names it, empty for the visitor's own position."""

    latitude: float
    longitude: float
    label: str = ""


def read_point(latitude: str, longitude: str) -> Origin | None:
    """The point of two texts in degrees, or None where they are none."""
    try:
        lat, lng = float(latitude), float(longitude)
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180):
        return None
    return Origin(lat, lng)


def read_pair(text: str) -> Origin | None:
    """The point of `lat,lng`, or None."""
    latitude, _comma, longitude = text.partition(",")
    return read_point(latitude, longitude)


def district_origin(code: str) -> Origin | None:
    """The middle of a kecamatan of the active Pemda, or None for a code of elsewhere."""
    pemda = current_pemda()
    district = places.find_district(code) if code.startswith(f"{pemda.region_code}.") else None
    point = places.district_centre(code) if district else None
    return Origin(*point, district.display_name) if district and point else None


def refuse_outside(latitude: float, longitude: float) -> None:
    """Raise `OutsideOfPemda` for a point that is not in the active Pemda."""
    if not places.contains(current_pemda().code, latitude, longitude):
        raise OutsideOfPemda(field="latitude")


def distance_from(origin: Origin) -> Any:
    """A database expression: whole metres on the sphere from the origin to a row's latitude and longitude."""
    lat, lng = Value(origin.latitude, FloatField()), Value(origin.longitude, FloatField())
    half_lat = Radians(_minus("latitude", lat)) / Value(2.0)
    half_lng = Radians(_minus("longitude", lng)) / Value(2.0)
    chord = Power(Sin(half_lat), 2) + Cos(Radians(lat)) * Cos(Radians("latitude")) * Power(Sin(half_lng), 2)
    angle = ASin(Sqrt(Least(chord, Value(1.0), output_field=FloatField())))
    return Cast(Round(Value(2 * EARTH_RADIUS_M) * angle, output_field=FloatField()), IntegerField())


def _minus(column: str, value: Value) -> Any:
    return Cast(column, FloatField()) - value


def map_data(markers: Iterable[dict[str, Any]], *, zoom: int | None = None) -> dict[str, Any]:
    """What the map component draws: the Pemda's own base map with these markers."""
    pemda = current_pemda()
    found = list(markers)
    west, south, east, north = places.bounds(pemda.code)
    data: dict[str, Any] = {
        "bounds": [[south, west], [north, east]],
        "base_url": reverse("base-map"),
        "attribution": "",
        "markers": found,
    }
    if zoom and found:
        data |= {"centre": [found[0]["lat"], found[0]["lng"]], "zoom": zoom}
    if pemda.tile_url:
        data["tiles"] = {"url": pemda.tile_url, "attribution": pemda.tile_attribution}
    return data
