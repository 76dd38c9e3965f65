"""Reading sandboxes."""

from __future__ import annotations

from django.db.models import QuerySet

from tenants.models import Pemda


def sandboxes_of(pemda_code: str) -> QuerySet[Pemda]:
    """The Pemda's sandboxes with their regions and domains, by code."""
    return all_sandboxes(pemda_code=pemda_code)


def all_sandboxes(*, pemda_code: str = "") -> QuerySet[Pemda]:
    """Every sandbox by code, or those of one Pemda."""
    rows = Pemda.objects.filter(sandbox_of__isnull=False).select_related("region").prefetch_related("domains")
    return (rows.filter(sandbox_of_id=pemda_code) if pemda_code else rows).order_by("code")
