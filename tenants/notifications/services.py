"""Telling people: a row in their inbox, a mail and a push sent after the transaction commits."""

from __future__ import annotations

from django.db import router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.accounts.models import Person
from tenants.context import current_pemda
from tenants.notifications.choices import unwanted
from tenants.notifications.models import Channel, Notification, PushSubscription
from tenants.notifications.tasks import mail_notification, push_notification
from tenants.quiet import may_mail


def notify(*, person: Person, kind: str, subject: str, body: str = "", path: str = "") -> Notification:
    """Put a message in the person's inbox, mail it if they have an address, push it to the browsers that asked.

    What the person turned off is left out. In a sandbox the message stays in the inbox and says so.
    """
    place = current_pemda()
    code, wanted = place.code, _wanted(person=person, kind=kind)
    is_mailed, is_pushed = Channel.MAIL in wanted, Channel.PUSH in wanted
    if place.is_sandbox and not is_mailed:
        body = "\n\n".join(filter(None, [body, _("Uji coba: pesan ini hanya disimpan di sini, tidak dikirim.")]))
    note = Notification.objects.create(
        person=person,
        kind=kind,
        subject=subject[:160],
        body=body,
        path=path,
        is_listed=Channel.PORTAL in wanted,
    )
    tasks = [mail_notification] * is_mailed + [push_notification] * is_pushed

    def send() -> None:
        for task in tasks:
            task.delay(pemda=code, notification_id=note.pk)

    if tasks:
        transaction.on_commit(send, robust=True, using=router.db_for_write(Notification))
    return note


def _wanted(*, person: Person, kind: str) -> set[str]:
    """The channels that reach the person, and that they did not turn off."""
    channels: set[str] = {Channel.PORTAL}
    if person.email and may_mail(current_pemda(), kind=kind, address=person.email):
        channels.add(Channel.MAIL)
    if PushSubscription.objects.filter(person=person).exists():
        channels.add(Channel.PUSH)
    return channels - unwanted(person=person, kind=kind, among=channels)


def mark_read(*, person: Person, notification_id: int | None = None) -> int:
    """Mark one message, or all of the person's, as read; returns how many were unread."""
    unread = Notification.objects.filter(person=person, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())


def mark_unread(*, person: Person, notification_id: int) -> int:
    """Mark one of the person's messages as new again; returns how many were read."""
    return Notification.objects.filter(person=person, pk=notification_id, read_at__isnull=False).update(read_at=None)
