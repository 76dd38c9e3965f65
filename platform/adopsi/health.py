"""Health: is the process alive, can it serve."""

from __future__ import annotations

from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse


def answer(request: HttpRequest) -> JsonResponse:
    """`/health/live` answers 200 while the process runs; `/health/ready` also asks the database."""
    if request.path == "/health/live":
        return JsonResponse({"status": "ok"})
    if request.path != "/health/ready":
        return JsonResponse({"status": "unknown"}, status=404)
    try:
        with connections["public"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
