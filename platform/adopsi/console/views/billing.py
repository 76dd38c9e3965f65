"""The Pemda's subscription, and its invoices with their pages at Stripe."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.console.access import admin_required
from catalog.sdk.tables import page_of
from provisioning.billing import selectors


@require_safe
@admin_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Plan, status, period and invoices of this Pemda alone."""
    code = request.pemda.code
    context = {
        "account": selectors.account_of(code),
        "page": page_of(request, selectors.invoices_of(code, with_drafts=False)),
        "is_sandbox": request.pemda.is_sandbox,
    }
    return render(request, "console/billing.html", context)
