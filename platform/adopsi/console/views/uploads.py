"""The limits of uploads, and what waits in quarantine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adopsi.console.access import admin_required
from adopsi.console.forms.privacy import LimitsForm
from catalog.sdk.tables import page_of
from tenants.attachments.limits import change_limits, limits_here
from tenants.attachments.models import Attachment
from tenants.attachments.scanning import is_configured
from tenants.attachments.selectors import count_by_scan, list_quarantined
from tenants.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def edit(request: HttpRequest) -> HttpResponse:
    """The form; limits hold for uploads from now on."""
    limits = limits_here()
    form = LimitsForm(request.POST or None, instance=limits)
    if request.method == "POST" and form.is_valid():
        try:
            change_limits(**form.cleaned_data, actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Batas unggahan disimpan dan berlaku mulai sekarang."))
            return redirect("pdp:uploads")
    counts = count_by_scan()
    context = {
        "form": form,
        "has_scanner": is_configured(),
        "waiting": counts.get(Attachment.Scan.WAITING, 0),
        "infected": counts.get(Attachment.Scan.INFECTED, 0),
        "page": page_of(request, list_quarantined(actor=request.user)),
        "tab": "uploads",
    }
    return render(request, "console/pdp/uploads.html", context, status=422 if form.errors else 200)
