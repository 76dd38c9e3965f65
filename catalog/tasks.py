"""Celery's interface to people's rights: archives, the end of retention, and what beat starts for every Pemda."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from catalog.activations import active_manifests, is_active
from catalog.payments import sweep
from catalog.privacy.archive import build_archive, delete_archive
from catalog.privacy.retention import end_what_is_due
from catalog.registry import get_manifest, hook
from tenants.attachments.scanning import scan_waiting
from tenants.context import current_pemda
from tenants.directory import get_pemda
from tenants.models import Pemda
from tenants.privacy.models import DataRequest
from tenants.tasks import pemda_task

FORGOTTEN_AFTER = timedelta(minutes=2)
# Officers find the day's reminders when they begin.
MORNING_HOUR = 7


@pemda_task
def build_person_archive(*, request_id: str) -> None:
    """Build the archive of one request for access; a second message finds it answered."""
    build_archive(request_id=UUID(request_id))


@pemda_task
def keep_desk_in_order() -> int:
    """Build archives whose message was lost, delete those whose days are over; how many were touched."""
    now, touched = timezone.now(), 0
    forgotten = DataRequest.objects.filter(
        kind=DataRequest.Kind.ACCESS,
        state__in=DataRequest.OPEN,
        received_at__lt=now - FORGOTTEN_AFTER,
        person__isnull=False,
    )
    for key in list(forgotten.values_list("pk", flat=True)):
        touched += build_archive(request_id=key) is not None
    for request in DataRequest.objects.filter(file_until__lt=now).exclude(file_path=""):
        delete_archive(request=request)
        touched += 1
    return touched


@pemda_task
def end_retention() -> int:
    """Delete or anonymise what is past its time in one Pemda; how many kinds of data."""
    return len(end_what_is_due())


@pemda_task
def scan_quarantine() -> int:
    """Scan the files that wait because the scanner was out of reach; how many were decided."""
    return scan_waiting()


@pemda_task
def sweep_payments() -> int:
    """Expire payments whose time is over and tell modules what they have not heard; how many were touched."""
    return sweep()


def _active_codes() -> list[str]:
    return list(Pemda.objects.filter(state=Pemda.State.ACTIVE).values_list("code", flat=True))


@shared_task(name="catalog.tasks.keep_desks_in_order")
def keep_desks_in_order() -> int:
    """Send every active Pemda its own message."""
    return len([keep_desk_in_order.delay(pemda=code) for code in _active_codes()])


@shared_task(name="catalog.tasks.end_retention_everywhere")
def end_retention_everywhere() -> int:
    """Send every active Pemda its own message."""
    return len([end_retention.delay(pemda=code) for code in _active_codes()])


@shared_task(name="catalog.tasks.scan_quarantines")
def scan_quarantines() -> int:
    """Send every active Pemda its own message."""
    return len([scan_quarantine.delay(pemda=code) for code in _active_codes()])


@pemda_task
def run_daily_work(*, module: str) -> bool:
    """Do one module's work of the morning in one Pemda; whether it was on there."""
    if not is_active(module, current_pemda().code):
        return False
    hook(get_manifest(module), "daily")()
    return True


@shared_task(name="catalog.tasks.start_daily_work")
def start_daily_work() -> int:
    """Where it is morning now, send every Pemda a message for each module with daily work; how many were sent.

    A morning that beat missed is made up by the next: the work looks at what is due, not at what became due today.
    """
    now, sent = timezone.now(), 0
    for code in _active_codes():
        if now.astimezone(get_pemda(code).zone).hour != MORNING_HOUR:
            continue
        for manifest in active_manifests(code):
            if manifest.daily:
                run_daily_work.delay(pemda=code, module=manifest.slug)
                sent += 1
    return sent


@shared_task(name="catalog.tasks.sweep_payments_everywhere")
def sweep_payments_everywhere() -> int:
    """Send every active Pemda its own message."""
    return len([sweep_payments.delay(pemda=code) for code in _active_codes()])
