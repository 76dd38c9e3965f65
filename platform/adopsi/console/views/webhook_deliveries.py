"""One delivery of a webhook: what was sent, what came back, and sending it again."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from adopsi.console.access import admin_required
from tenants.errors import DomainError
from tenants.webhooks import services
from tenants.webhooks.delivering import WAITS, body_of
from tenants.webhooks.models import Delivery
from tenants.webhooks.selectors import get_delivery


@require_safe
@admin_required
def show(request: HttpRequest, endpoint_id: int, delivery_id: int) -> HttpResponse:
    """The request and every attempt; while the first one is under way the page's part asks again."""
    delivery = _delivery_or_404(endpoint_id, delivery_id)
    context = {
        "delivery": delivery,
        "endpoint": delivery.endpoint,
        "attempts": delivery.attempts.all()[:20],
        "most": len(WAITS) + 1,
        "body": json.dumps(json.loads(body_of(delivery.event)), indent=2, ensure_ascii=False),
        "is_under_way": delivery.state == Delivery.State.WAITING and not delivery.tries,
        "problems": {
            "timeout": _("Tidak menjawab dalam 15 detik"),
            "unsafe": _("Alamat mengarah ke jaringan dalam; tidak dihubungi"),
            "certificate": _("Sertifikat HTTPS tidak dapat dipercaya"),
            "unreachable": _("Tidak dapat dihubungi"),
        },
    }
    page = (
        "console/parts/webhook_attempts.html" if request.headers.get("HX-Request") else "console/webhook_delivery.html"
    )
    return render(request, page, context)


@require_POST
@admin_required
def replay(request: HttpRequest, endpoint_id: int, delivery_id: int) -> HttpResponse:
    """Send it again with the same id."""
    delivery = _delivery_or_404(endpoint_id, delivery_id)
    try:
        services.replay_delivery(actor=request.user, delivery=delivery)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Dikirim ulang dengan nomor pesan yang sama."))
    return redirect("console:webhook-delivery", endpoint_id, delivery_id)


def _delivery_or_404(endpoint_id: int, delivery_id: int) -> Delivery:
    delivery = get_delivery(endpoint_id, delivery_id)
    if delivery is None:
        raise Http404(delivery_id)
    return delivery
