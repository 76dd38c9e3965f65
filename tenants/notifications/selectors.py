"""Reading a person's inbox."""

from __future__ import annotations

from django.db.models import QuerySet

from tenants.accounts.models import Person
from tenants.notifications.models import Notification


def inbox_of(person: Person) -> QuerySet[Notification]:
    """The person's messages, newest first."""
    return Notification.objects.filter(person=person, is_listed=True)


def services_in(rows: QuerySet[Notification]) -> list[str]:
    """The services that the messages are of: what stands before the dot of their kind."""
    kinds = rows.order_by().values_list("kind", flat=True).distinct()
    return sorted({kind.partition(".")[0] for kind in kinds})


def count_unread(person: Person) -> int:
    """How many messages the person has not read."""
    return Notification.objects.filter(person=person, is_listed=True, read_at=None).count()
