"""Telling people: a row in their inbox, and a mail sent after the transaction commits."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.context import current_pemda
from tenants.notifications.models import Notification
from tenants.notifications.tasks import mail_notification


def notify(*, person: Person, kind: str, subject: str, body: str = "", path: str = "") -> Notification:
    """Put a message in the person's inbox and mail it to them if they have an address."""
    note = Notification.objects.create(person=person, kind=kind, subject=subject[:160], body=body, path=path)
    if person.email:
        code = current_pemda().code
        transaction.on_commit(lambda: mail_notification.delay(pemda=code, notification_id=note.pk), robust=True)
    return note


def mark_read(*, person: Person, notification_id: int | None = None) -> int:
    """Mark one message, or all of the person's, as read; returns how many were unread."""
    unread = Notification.objects.filter(person=person, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())
