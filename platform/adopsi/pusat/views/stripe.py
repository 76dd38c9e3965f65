"""The address to which Stripe delivers its events."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from provisioning.billing import services
from provisioning.billing.gateway import HEADER, LARGEST_BYTES
from tenants.errors import DomainError

log = logging.getLogger("adopsi.billing")


@csrf_exempt
@require_POST
def delivery(request: HttpRequest) -> JsonResponse:
    """200 once the event is in the ledger, or was there before; 400 with a short code for what is not believed."""
    if not services.is_on():
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BYTES:
        return JsonResponse({"error": {"code": "too_large"}}, status=400)
    try:
        event = services.take_delivery(body=request.body, header=request.headers.get(HEADER, ""))
    except DomainError as refusal:
        log.warning("stripe delivery refused code=%s", refusal.code)
        return JsonResponse({"error": {"code": refusal.code}}, status=refusal.http_status)
    return JsonResponse({"event": event.event_id})
