"""An officer says that a report repeats another one, or takes that back; the mark of supervision."""

from __future__ import annotations

import logging
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.modules.laksa.console_views import report_or_404
from catalog.modules.laksa.roles import HANDLER, VERIFIER
from catalog.modules.laksa.selectors import get_report_for_officer
from catalog.modules.laksa.services.duplicates import merge_report, unmerge_report
from catalog.modules.laksa.services.supervision import set_supervision
from catalog.sdk.errors import DomainError
from catalog.sdk.people import role_required

log = logging.getLogger("adopsi.laksa")


def _back(number: str, **query: str) -> HttpResponse:
    address = reverse("laksa-console:report", args=[number])
    return redirect(f"{address}?{urlencode(query)}#gabung" if query else address)


def _refused(request: HttpRequest, error: DomainError) -> None:
    log.info("refused code=%s form=merge", error.code)
    messages.error(request, str(error.message))


@require_POST
@role_required(VERIFIER, HANDLER)
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Merge the report into the one of the given number."""
    report = report_or_404(request, number)
    into = request.POST.get("into", "").strip().upper()
    version, once = request.POST.get("version", ""), request.POST.get("once", "")
    try:
        # A number that is not the officer's work must not be found out about.
        known = into if get_report_for_officer(request.user, into) else ""
        merge_report(
            number=number,
            into=known,
            actor=request.user,
            version=int(version) if version.isdigit() else report.version,
            once=_key(once),
        )
    except DomainError as error:
        _refused(request, error)
        return _back(number, into=into)
    messages.success(request, _("Laporan digabung ke %(main)s. Pelapornya diberi tahu.") % {"main": into})
    return _back(number)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@role_required(VERIFIER, HANDLER)
def unmerge(request: HttpRequest, number: str) -> HttpResponse:
    """Take a merging back."""
    report_or_404(request, number)
    try:
        unmerge_report(number=number, actor=request.user)
    except DomainError as error:
        _refused(request, error)
    else:
        messages.success(request, _("Penggabungan dibatalkan. Laporan ini berdiri sendiri lagi."))
    return _back(number)


@require_POST
@role_required(VERIFIER)
def supervise(request: HttpRequest, number: str) -> HttpResponse:
    """Mark the complaint as supervised, or no longer."""
    report, version = report_or_404(request, number), request.POST.get("version", "")
    wanted = request.POST.get("is_supervised") == "1"
    try:
        set_supervision(
            number=number,
            actor=request.user,
            is_supervised=wanted,
            version=int(version) if version.isdigit() else report.version,
        )
    except DomainError as error:
        _refused(request, error)
    else:
        messages.success(request, _("Ditandai berkadar pengawasan.") if wanted else _("Tanda pengawasan dilepas."))
    return _back(number)
