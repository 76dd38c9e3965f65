"""Tables of e-Plesiran, split by noun."""

from catalog.modules.eplesiran.models.destination import (
    Destination,
    DestinationPhoto,
    OpeningHours,
    Tariff,
    Weekday,
)
from catalog.modules.eplesiran.models.event import Event
from catalog.modules.eplesiran.models.review import Review

__all__ = ["Destination", "DestinationPhoto", "Event", "OpeningHours", "Review", "Tariff", "Weekday"]
