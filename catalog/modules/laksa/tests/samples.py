"""What a person leaves in LAKSA, for the tests of the rights that reach into every module."""

from __future__ import annotations

import uuid

from catalog.modules.laksa.models import Category
from catalog.modules.laksa.services.reporting import Place, report_problem
from catalog.sdk.people import Person

PLACE = Place(
    district_code="72.02.01",
    village_code="72.02.01.1007",
    latitude=-1.3925,
    longitude=120.754,
    address="Jalan Pulau Sumatera 12",
)


def leave_data_of(person: Person) -> None:
    """A report of this person's in Poso, not verified yet."""
    report_problem(
        reporter=person,
        category=Category.objects.get(code="jalan"),
        title="Lubang besar",
        description="Dua motor jatuh.",
        place=PLACE,
        client_key=uuid.uuid4(),
    )
