"""What a person leaves in e-Plesiran, for the tests of the rights that reach into every module."""

from __future__ import annotations

from django.utils import timezone

from catalog.modules.eplesiran.models import Destination, Review
from catalog.sdk.people import Person


def leave_data_of(person: Person) -> None:
    """A review of this person's of a place in Poso."""
    place = Destination.objects.create(
        name="Danau Poso", slug="danau-poso", district_code="72.02.01", latitude=-1.9, longitude=120.6
    )
    Review.objects.create(destination=place, author=person, rating=5, text="Bagus sekali.", written_at=timezone.now())
