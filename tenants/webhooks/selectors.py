"""Reads of webhooks, for IT admins."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet

from tenants.webhooks.models import Delivery, Endpoint


def list_webhooks(*, search: str = "") -> QuerySet[Endpoint]:
    """Every address with what waits, what failed and when something last arrived."""
    waiting, failed = Q(deliveries__state=Delivery.State.WAITING), Q(deliveries__state=Delivery.State.FAILED)
    arrived = Q(deliveries__state=Delivery.State.DELIVERED)
    found = Endpoint.objects.annotate(
        waiting=Count("deliveries", filter=waiting),
        failed=Count("deliveries", filter=failed),
        last_arrived=Max("deliveries__settled_at", filter=arrived),
    )
    # Counting drops the model's own order.
    found = found.order_by("name", "pk")
    return found.filter(Q(name__icontains=search) | Q(url__icontains=search)) if search else found


def get_webhook(endpoint_id: int) -> Endpoint | None:
    """One address."""
    return list_webhooks().filter(pk=endpoint_id).first()


def list_deliveries(endpoint: Endpoint, *, state: str = "", search: str = "") -> QuerySet[Delivery]:
    """The address's deliveries, the newest event first."""
    found = endpoint.deliveries.select_related("event").order_by("-event_id")
    if state:
        found = found.filter(state=state)
    return found.filter(Q(event__kind__icontains=search) | Q(event__subject__icontains=search)) if search else found


def get_delivery(endpoint_id: int, delivery_id: int) -> Delivery | None:
    """One delivery with its event."""
    found = Delivery.objects.select_related("event", "endpoint")
    return found.filter(pk=delivery_id, endpoint_id=endpoint_id).first()
