"""The invented people of the demonstration."""

from __future__ import annotations

from catalog.sdk.context import PemdaFacts
from catalog.sdk.people import Person

NEIGHBOURS = (
    "Dewi Kurniasih",
    "Agus Mulyadi",
    "Yuliana Tandi",
    "Rahmat Hidayatullah",
    "Maria Lumentut",
    "Bambang Wicaksono",
    "Siti Khadijah",
    "Ferdi Saputra",
    "Lina Oktaviani",
    "Joko Susilo Wardoyo",
)
# The house's own demonstration citizen, under the name that the log-in page offers in each region.
CITIZENS = {
    "36.71": "Sari Lestari",
    "72.02": "Sari Tobondo",
    "32.15": "Sari Nuraeni",
    "32.16": "Sari Maemunah",
}


def citizen_of(pemda: PemdaFacts) -> Person | None:
    """The demonstration citizen, made here if the house has not made them yet; None in other regions."""
    name = CITIZENS.get(pemda.code)
    if name is None:
        return None
    address = f"sari@{pemda.subdomain}.example"
    return Person.objects.filter(email=address).first() or Person.objects.create_user(name=name, email=address)


def neighbours() -> list[Person]:
    """Ten citizens without a way to log in."""
    found = []
    for number, name in enumerate(NEIGHBOURS, start=1):
        username = f"laksaperagaan{number:02d}"
        person = Person.objects.filter(username=username).first()
        found.append(person or Person.objects.create_user(name=name, username=username))
    return found
