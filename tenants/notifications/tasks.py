"""Sending notifications by mail."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tenants import directory
from tenants.context import current_pemda
from tenants.notifications.models import Notification
from tenants.quiet import may_mail
from tenants.tasks import pemda_task


@pemda_task
def mail_notification(*, notification_id: int) -> None:
    """Send one notification by mail, once: the row stays locked until the server accepted the mail."""
    facts = directory.pemda_of(current_pemda().code)
    with transaction.atomic():
        rows = Notification.objects.select_for_update(of=("self",)).select_related("person")
        note = rows.filter(pk=notification_id, mailed_at=None).first()
        if note is None or facts is None or not note.person.email:
            return
        if not may_mail(facts, kind=note.kind, address=note.person.email):
            return
        with translation.override(note.person.language or settings.LANGUAGE_CODE):
            context = {"note": note, "pemda": facts, "url": f"{facts.base_url}{note.path}" if note.path else ""}
            mail = EmailMultiAlternatives(
                subject=note.subject,
                body=render_to_string("notifications/mail.txt", context),
                from_email=f"{facts.display_name} <{settings.DEFAULT_FROM_EMAIL}>",
                to=[note.person.email],
            )
            mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
            mail.send()
        note.mailed_at = timezone.now()
        note.save(update_fields=["mailed_at"])
