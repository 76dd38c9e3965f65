"""What lists and pages show of a destination: photo, opening, distance, look of its category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.modules.eplesiran.facilities import CATEGORY_LOOKS
from catalog.modules.eplesiran.hours import Opening, opening_of, tariffs_on
from catalog.modules.eplesiran.models import Destination, DestinationPhoto
from catalog.modules.eplesiran.wording import amount_text, distance_text
from catalog.sdk.places import find_district


@dataclass(frozen=True, slots=True)
class Card:
    """One destination in a list."""

    destination: Destination
    photo: DestinationPhoto | None
    opening: Opening
    distance: str
    rating: float
    rating_count: int
    district: str
    price: str
    icon: str
    hue: str


def card_of(destination: Destination, now: datetime) -> Card:
    """The card of a destination read by `list_published`, at the moment `now` in the Pemda's zone."""
    metres = getattr(destination, "distance_m", None)
    district = find_district(destination.district_code)
    look = CATEGORY_LOOKS[destination.category]
    return Card(
        destination=destination,
        photo=next(iter(destination.photos.all()), None),
        opening=opening_of(destination, now),
        distance=distance_text(metres) if metres is not None else "",
        rating=round(destination.rating_average, 1),
        rating_count=destination.rating_count,
        district=district.name if district else "",
        price=_price(destination, now),
        icon=look["icon"],
        hue=look["hue"],
    )


def cards_of(destinations: Iterable[Destination], now: datetime) -> list[Card]:
    """The cards of several destinations."""
    return [card_of(destination, now) for destination in destinations]


def _price(destination: Destination, now: datetime) -> str:
    adult = [row for row in tariffs_on(destination, now.date()) if row.label == "dewasa"]
    return amount_text(adult[0].amount) if adult else ""


def marker_of(destination: Destination, text: str = "") -> dict[str, Any]:
    """The destination as the map component draws it."""
    return {
        "lat": destination.latitude,
        "lng": destination.longitude,
        "title": destination.name,
        "text": text or str(destination.get_category_display()),
        "url": destination.get_absolute_url(),
        "hue": CATEGORY_LOOKS[destination.category]["hue"],
    }
