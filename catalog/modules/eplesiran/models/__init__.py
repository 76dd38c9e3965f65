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
from catalog.modules.eplesiran.models.ticket import Booking, Scan, Ticket, TicketDay, TicketOffer

__all__ = [
    "Booking",
    "Destination",
    "DestinationPhoto",
    "Event",
    "OpeningHours",
    "Review",
    "Scan",
    "Tariff",
    "Ticket",
    "TicketDay",
    "TicketOffer",
    "Weekday",
]
