"""Reading files in quarantine; for a Pemda's IT admins."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.attachments.models import Attachment


def list_quarantined(*, actor: Person) -> QuerySet[Attachment]:
    """The files that nobody can open now, newest first."""
    require_admin(actor)
    return Attachment.objects.filter(scan__in=Attachment.QUARANTINED).select_related("uploaded_by")


def count_by_scan() -> dict[str, int]:
    """How many files there are by what the scanner said."""
    rows = Attachment.objects.order_by().values("scan").annotate(count=Count("pk"))
    return {row["scan"]: row["count"] for row in rows}
