"""What waits in e-Plesiran: reviews for a moderator."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.models import Review
from catalog.modules.eplesiran.roles import MODERATOR
from catalog.modules.eplesiran.selectors.reviews import count_waiting
from catalog.sdk.people import Person, has_role
from catalog.sdk.work import WorkCount


def waiting_work(person: Person | None, since: datetime | None) -> list[WorkCount]:
    """Reviews that wait, for a moderator or, with None, for whoever asks about the whole Pemda."""
    if person is not None and not has_role(person, MODERATOR):
        return []
    url = f"{reverse('eplesiran-console:reviews')}?status={Review.State.WAITING.value}"
    return [WorkCount(label=_("Ulasan menunggu pemeriksaan"), count=count_waiting(), url=url)]
