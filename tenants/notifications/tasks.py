"""Sending notifications by mail and push."""

from __future__ import annotations

from celery import current_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tenants import directory
from tenants.context import current_pemda
from tenants.notifications.models import Notification
from tenants.notifications.push import send_to_browsers
from tenants.quiet import may_mail
from tenants.tasks import pemda_task

# A push service that is out of reach is asked again after a minute, four times; by then the matter is in the mail.
PUSH_AGAIN_SECONDS, PUSH_MOST_TIMES = 60, 4


@pemda_task
def push_notification(*, notification_id: int) -> None:
    """Send one notification to the person's browsers; one that comes twice replaces itself there."""
    facts = directory.pemda_of(current_pemda().code)
    note = Notification.objects.select_related("person").filter(pk=notification_id, pushed_at=None).first()
    if note is None or facts is None or facts.is_sandbox:
        return
    left = send_to_browsers(note=note, pemda=facts)
    if left and current_task and not current_task.request.called_directly:
        if current_task.request.retries < PUSH_MOST_TIMES:
            raise current_task.retry(countdown=PUSH_AGAIN_SECONDS)
    Notification.objects.filter(pk=note.pk).update(pushed_at=timezone.now())


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
