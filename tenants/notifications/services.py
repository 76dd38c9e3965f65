"""Telling people: a row in their inbox, and a mail sent after the transaction commits."""

from __future__ import annotations

from django.db import router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.accounts.models import Person
from tenants.context import current_pemda
from tenants.notifications.models import Notification
from tenants.notifications.tasks import mail_notification
from tenants.quiet import may_mail


def notify(*, person: Person, kind: str, subject: str, body: str = "", path: str = "") -> Notification:
    """Put a message in the person's inbox and mail it to them if they have an address.

    In a sandbox the message stays in the inbox and says so.
    """
    place = current_pemda()
    code = place.code
    is_mailed = bool(person.email) and may_mail(place, kind=kind, address=person.email or "")
    if place.is_sandbox and not is_mailed:
        body = "\n\n".join(filter(None, [body, _("Uji coba: pesan ini hanya disimpan di sini, tidak dikirim.")]))
    note = Notification.objects.create(person=person, kind=kind, subject=subject[:160], body=body, path=path)
    if is_mailed:
        transaction.on_commit(
            lambda: mail_notification.delay(pemda=code, notification_id=note.pk),
            robust=True,
            using=router.db_for_write(Notification),
        )
    return note


def mark_read(*, person: Person, notification_id: int | None = None) -> int:
    """Mark one message, or all of the person's, as read; returns how many were unread."""
    unread = Notification.objects.filter(person=person, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())
