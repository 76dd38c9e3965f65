"""Health: is the process alive, can it serve, and its figures for Prometheus. Answered on any host, without a Pemda."""

from __future__ import annotations

import functools
import hmac
import ipaddress

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST
from redis.exceptions import RedisError

from adopsi.edges import fleet_metrics, metrics
from tenants import directory

OK, DOWN = "ok", "unavailable"
ANSWER_SECONDS = 1.0


def answer(request: HttpRequest) -> HttpResponse:
    """`/health/live`, `/health/ready`, `/health/metrics`, and `/health/host?domain=` which a proxy asks.

    The last answers 200 for a host that leads somewhere: a proxy asks before it orders a certificate.
    """
    if request.path == "/health/live":
        return JsonResponse({"status": OK})
    if request.path == "/health/host":
        return _host(request.GET.get("domain", ""))
    if request.path == "/health/ready":
        return _ready()
    if request.path == "/health/metrics" and _may_read_metrics(request):
        return HttpResponse(metrics.exposition(fleet_metrics.Fleet(broker())), content_type=CONTENT_TYPE_LATEST)
    return JsonResponse({"status": "unknown"}, status=404)


def _ready() -> JsonResponse:
    """503 without a database, or with one that this code is ahead of.

    A broker that is down is told and is no 503: pages are served without it and the journal keeps the work, so taking
    every web process out of the balancer would be the outage.
    """
    found = {"database": _database(), "broker": _broker()}
    if found["database"] == OK:
        found["migrations"] = _migrations()
    can_serve = found["database"] == OK and found["migrations"] == OK
    status = OK if all(each == OK for each in found.values()) else "degraded" if can_serve else DOWN
    return JsonResponse({"status": status, **found}, status=200 if can_serve else 503)


def _database() -> str:
    try:
        with connections["public"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return DOWN
    return OK


def _broker() -> str:
    try:
        broker().ping()
    except RedisError:
        return DOWN
    return OK


@functools.cache
def broker() -> redis.Redis:
    """The broker's Valkey, for looking at it; Celery has connections of its own."""
    address = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    client: redis.Redis = redis.Redis.from_url(
        address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
    )
    return client


def _migrations() -> str:
    """Whether the shared tables have every migration of this code; a newer database is no fault: it comes first."""
    try:
        with connections["public"].cursor() as cursor:
            cursor.execute("SELECT app, name FROM public.django_migrations")
            applied = set(cursor.fetchall())
    except DatabaseError:
        return "behind"
    return OK if _newest_shared() <= applied else "behind"


@functools.cache
def _newest_shared() -> frozenset[tuple[str, str]]:
    """The last migration of each shared app in this code, which does not change while the process lives."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    return frozenset(node for label in settings.SHARED_LABELS for node in graph.leaf_nodes(label))


def _may_read_metrics(request: HttpRequest) -> bool:
    if token := settings.ADOPSI_METRICS_TOKEN:
        sent = request.META.get("HTTP_AUTHORIZATION", "")
        return hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    # A proxy on this machine speaks for somebody else.
    return address.is_loopback and not any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"))


def _host(domain: str) -> JsonResponse:
    known = domain in pusat_hosts() or directory.pemda_at(domain.lower()) is not None
    return JsonResponse({"status": OK if known else "unknown"}, status=200 if known else 404)


def pusat_hosts() -> set[str]:
    """The hosts of the Tangerang team's own face."""
    return {settings.ADOPSI_BASE_DOMAIN, f"pusat.{settings.ADOPSI_BASE_DOMAIN}"}
