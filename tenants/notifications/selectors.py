"""Reading a person's inbox."""

from __future__ import annotations

from django.db.models import QuerySet

from tenants.accounts.models import Person
from tenants.notifications.models import Notification


def inbox_of(person: Person) -> QuerySet[Notification]:
    """The person's messages, newest first."""
    return Notification.objects.filter(person=person)


def count_unread(person: Person) -> int:
    """How many messages the person has not read."""
    return Notification.objects.filter(person=person, read_at=None).count()
