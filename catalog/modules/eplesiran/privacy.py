"""A person's rights over what e-Plesiran knows of them (UU 27/2022): a copy, correction, erasure, withdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.models import Review
from catalog.sdk.people import Person
from catalog.sdk.privacy import Correctable, NothingToCorrect
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


def consent_withdrawn(person: Person, key: str) -> dict[str, Any]:
    """Reviews rest on their author's consent alone, so without it they go."""
    return erase_person(person)


def correctable_data(person: Person) -> list[Correctable]:
    """The words of the person's reviews."""
    rows = Review.objects.filter(author=person).select_related("destination")
    return [Correctable(str(row.pk), _("Ulasan %(place)s") % {"place": row.destination.name}, row.text) for row in rows]


@transaction.atomic
def correct_data(person: Person, key: str, value: str) -> None:
    """Put the words of a review right; raises NothingToCorrect for one that is not the person's."""
    rows = (
        Review.objects.select_for_update().filter(author=person, pk=key) if key.isdecimal() else Review.objects.none()
    )
    review = rows.first()
    if review is None or not value.strip():
        raise NothingToCorrect
    review.text = value.strip()[:1000]
    review.save(update_fields=["text"])
    record(act="eplesiran.review_changed", subject=review)


def expired_data(model: str, before: datetime) -> QuerySet:
    """Reviews written before the moment."""
    return Review.objects.filter(written_at__lt=before)


def expire_data(model: str, rows: QuerySet) -> int:
    """Delete them whole."""
    return rows.delete()[0]
