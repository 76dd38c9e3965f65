"""Announcements of pusat as this Pemda reads them, and putting a banner away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from adopsi.console.access import staff_required
from catalog.sdk.tables import page_of
from tenants.announcements import selectors, services
from tenants.announcements.models import Recipient
from tenants.errors import DomainError


@require_safe
@staff_required
def index(request: HttpRequest) -> HttpResponse:
    """Everything that pusat announced to this Pemda, withdrawn ones marked."""
    search = request.GET.get("cari", "").strip()
    page = page_of(request, selectors.received_by(request.pemda.code, search=search))
    return render(request, "console/announcements.html", {"page": page, "search": search})


@require_safe
@staff_required
def show(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """One announcement; opening it is what pusat sees as read."""
    found = _received(request, announcement_id)
    services.note_reading(recipient=found, person=request.user)
    correction = getattr(found.announcement, "correction", None)
    is_corrected = correction is not None and not correction.is_draft
    context = {"announcement": found.announcement, "correction": correction if is_corrected else None}
    return render(request, "console/announcement.html", context)


@require_POST
@staff_required
def dismiss(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Put the banner away for oneself, and go back to the page where it stood."""
    try:
        services.dismiss(recipient=_received(request, announcement_id), person=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        text = _("Banner ditutup untuk Anda. Pengumumannya tetap ada di halaman Pengumuman.")
        messages.success(request, text)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/konsol/")
    return wanted if is_own else reverse("console:home")


def _received(request: HttpRequest, announcement_id: UUID) -> Recipient:
    found = selectors.received(request.pemda.code, announcement_id)
    if found is None:
        raise Http404(announcement_id)
    return found
