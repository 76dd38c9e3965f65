"""Reading domains."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from tenants.models import Domain, FreedName, Pemda


def list_domains(code: str) -> QuerySet[Domain]:
    """The Pemda's domains, the primary one first."""
    return Domain.objects.filter(tenant_id=code).order_by("-is_primary", "domain")


def subdomain_of(code: str) -> str:
    """The host that always leads to the Pemda, and to which its own domains point."""
    subdomain = Pemda.objects.values_list("subdomain", flat=True).get(pk=code)
    return f"{subdomain}.{settings.ADOPSI_BASE_DOMAIN}"


def quarantined_until(*, host: str, code: str) -> datetime | None:
    """Until when the host is kept from this Pemda because another one had it; None where it is not."""
    period = timedelta(days=settings.ADOPSI_DOMAIN_QUARANTINE_DAYS)
    freed = FreedName.objects.filter(host=host, freed_at__gt=timezone.now() - period).exclude(pemda_code=code).first()
    return freed.freed_at + period if freed else None
