"""Health: is the process alive, can it serve."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse

from tenants import directory


def answer(request: HttpRequest) -> JsonResponse:
    """`/health/live` answers 200 while the process runs; `/health/ready` also asks the database.

    `/health/host?domain=` answers 200 for a host that leads somewhere: a proxy asks before it orders a certificate.
    """
    if request.path == "/health/live":
        return JsonResponse({"status": "ok"})
    if request.path == "/health/host":
        return _host(request.GET.get("domain", ""))
    if request.path != "/health/ready":
        return JsonResponse({"status": "unknown"}, status=404)
    try:
        with connections["public"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def _host(domain: str) -> JsonResponse:
    known = domain in pusat_hosts() or directory.pemda_at(domain.lower()) is not None
    return JsonResponse({"status": "ok" if known else "unknown"}, status=200 if known else 404)


def pusat_hosts() -> set[str]:
    """The hosts of the Tangerang team's own face."""
    return {settings.ADOPSI_BASE_DOMAIN, f"pusat.{settings.ADOPSI_BASE_DOMAIN}"}
