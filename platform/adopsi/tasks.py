"""Tasks over all Pemda that beat starts."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from adopsi.edges.csp_reports import forget_old_reports
from tenants import context, directory
from tenants.domains.rechecking import recheck_all
from tenants.models import Pemda
from tenants.notifications.models import Notification
from tenants.notifications.tasks import mail_notification

FORGOTTEN_AFTER = timedelta(minutes=2)
GIVEN_UP_AFTER = timedelta(days=1)


@shared_task(name="adopsi.tasks.send_forgotten_mail")
def send_forgotten_mail() -> int:
    """Queue again the mails whose message the broker lost, sandboxes aside; returns how many."""
    now, count = timezone.now(), 0
    for code in Pemda.objects.filter(state=Pemda.State.ACTIVE, sandbox_of=None).values_list("code", flat=True):
        with context.inside(directory.get_pemda(code)):
            waiting = Notification.objects.filter(
                mailed_at=None,
                person__email__isnull=False,
                created_at__range=(now - GIVEN_UP_AFTER, now - FORGOTTEN_AFTER),
            )
            for key in waiting.values_list("pk", flat=True)[:200]:
                mail_notification.delay(pemda=code, notification_id=key)
                count += 1
    return count


@shared_task(name="adopsi.tasks.recheck_domains")
def recheck_domains() -> int:
    """Look for the proof of every Pemda's own domain; the number of those where it is missing."""
    return recheck_all()


@shared_task(name="adopsi.tasks.forget_csp_reports")
def forget_csp_reports() -> int:
    """Delete what the content security policy stopped long ago; how many kinds."""
    return forget_old_reports()
