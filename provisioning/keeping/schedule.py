"""What the clock asks for: each Pemda's nightly backup at its own hour, and a proof by turns."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from provisioning.keeping import selectors, services
from provisioning.models import Backup, BackupPlan, Run
from tenants.models import Pemda

# How the rule signs.
RULE = "Jadwal pencadangan"
# Asked for in one look; the next look follows soon.
MOST_AT_ONCE = 20


def start_due_backups() -> int:
    """Ask for the backup of every Pemda whose hour has come and that has none of this night; how many."""
    now, count = timezone.now(), 0
    plans = {plan.pemda_code: plan for plan in BackupPlan.objects.all()}
    for pemda in _open_pemda():
        plan = plans.get(pemda.code) or BackupPlan(pemda_code=pemda.code)
        due = due_at(plan, now=now, zone=ZoneInfo(pemda.region.time_zone))
        if plan.is_on and due <= now and not _was_asked(pemda.code, due) and count < MOST_AT_ONCE:
            services.request_backup(pemda_code=pemda.code, requested_by=RULE, kind=Backup.Kind.SCHEDULED)
            count += 1
    return count


def _open_pemda() -> list[Pemda]:
    rows = Pemda.objects.select_related("region").filter(state=Pemda.State.ACTIVE, sandbox_of=None)
    return list(rows.order_by("code"))


def due_at(plan: BackupPlan, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which the Pemda's backup was due: its hour by its own clock, and a minute of its own."""
    local = now.astimezone(zone)
    due = local.replace(hour=plan.hour, minute=minute_of(plan.pemda_code), second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)


def minute_of(code: str) -> int:
    """The minute that belongs to the Pemda, so that a fleet does not begin at once."""
    return hashlib.sha256(code.encode()).digest()[0] % 60


def _was_asked(code: str, since: datetime) -> bool:
    runs = Run.objects.filter(pemda_code=code, operation=services.BACK_UP, created_at__gte=since)
    return runs.filter(arguments__kind=Backup.Kind.SCHEDULED).exists()


def start_due_tests() -> int:
    """Ask for a proof of every Pemda whose newest backup is unproven and whose last proof is some days old; how many."""
    before, count = timezone.now() - timedelta(days=settings.ADOPSI_RESTORE_TEST_DAYS), 0
    for pemda in _open_pemda():
        newest = selectors.newest_of(pemda.code)
        if newest is None or newest.proof != Backup.Proof.NONE or count >= MOST_AT_ONCE:
            continue
        if not Backup.objects.filter(pemda_code=pemda.code, tested_at__gte=before).exists():
            services.request_test(pemda_code=pemda.code, requested_by=RULE, backup=newest)
            count += 1
    return count
