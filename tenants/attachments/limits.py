"""How much may be uploaded in the active Pemda."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.attachments.errors import LimitsOutOfReason, OverPemdaLimit, TooManyFiles
from tenants.attachments.models import Attachment, UploadLimits
from tenants.audit.services import record

MEGA = 1024 * 1024
RANGES = {"megabytes": (1, 25), "megapixels": (1, 100), "files_per_day": (1, 10_000)}


def limits_here() -> UploadLimits:
    """The Pemda's limits, or the usual ones."""
    return UploadLimits.objects.first() or UploadLimits()


@transaction.atomic
def change_limits(*, megabytes: int, megapixels: int, files_per_day: int, actor: Person) -> UploadLimits:
    """Set the Pemda's limits; they hold for uploads from now on."""
    require_admin(actor)
    wanted = {"megabytes": megabytes, "megapixels": megapixels, "files_per_day": files_per_day}
    if any(not RANGES[name][0] <= value <= RANGES[name][1] for name, value in wanted.items()):
        raise LimitsOutOfReason
    before = limits_here()
    changes = {name: [getattr(before, name), value] for name, value in wanted.items()}
    limits, _is_new = UploadLimits.objects.update_or_create(key=1, defaults=wanted)
    record(act="upload.limits_changed", subject=limits, actor=actor, changes=changes)
    return limits


def refuse_oversize(*, size: int, limits: UploadLimits) -> None:
    """Raise `OverPemdaLimit` for more bytes than allowed."""
    if size > limits.megabytes * MEGA:
        raise OverPemdaLimit(limits.megabytes, limits.megapixels)


def refuse_flood(*, actor: Person | None, limits: UploadLimits) -> None:
    """Raise `TooManyFiles` when the person sent a day's worth already."""
    if actor is None:
        return
    since = timezone.now() - timedelta(days=1)
    if Attachment.objects.filter(uploaded_by=actor, created_at__gte=since).count() >= limits.files_per_day:
        raise TooManyFiles
