"""A person's rights over what e-Plesiran knows of them (UU 27/2022): a copy, and erasure."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from catalog.modules.eplesiran.models import Review
from catalog.sdk.people import Person
from catalog.sdk.records import record


def export_person(person: Person) -> dict[str, Any]:
    """All reviews of the person, ready for JSON."""
    rows = Review.objects.filter(author=person).select_related("destination").order_by("written_at")
    return {
        "reviews": [
            {
                "destination": row.destination.name,
                "rating": row.rating,
                "text": row.text,
                "state": row.state,
                "reason": row.reason,
                "created_at": row.created_at.isoformat(),
                "written_at": row.written_at.isoformat(),
            }
            for row in rows
        ]
    }


@transaction.atomic
def erase_person(person: Person) -> dict[str, Any]:
    """Delete the person's reviews whole: their words are their own, and the rating without them means nothing."""
    _total, by_model = Review.objects.filter(author=person).delete()
    count = by_model.get("eplesiran.Review", 0)
    if count:
        record(act="eplesiran.reviews_erased", subject="eplesiran.review", changes={"count": count})
    return {"reviews_deleted": count}
