"""Reading sandboxes."""

from __future__ import annotations

from django.db.models import QuerySet

from tenants.models import Pemda


def sandboxes_of(pemda_code: str) -> QuerySet[Pemda]:
    """The Pemda's sandboxes with their regions and domains, by code."""
    rows = Pemda.objects.filter(sandbox_of_id=pemda_code).select_related("region").prefetch_related("domains")
    return rows.order_by("code")
