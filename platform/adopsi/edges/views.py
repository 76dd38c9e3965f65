"""Addresses of every host that no person visits: reports of browsers, and the well-known ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from adopsi.edges.csp_reports import keep_report, violation_of
from adopsi.edges.security_txt import security_text
from adopsi.hosts import host_of

REPORT_BYTES, REPORTS_AT_ONCE = 16_384, 10
REPORT_TYPES = {"application/csp-report", "application/reports+json", "application/json"}


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Take what a browser reports: 204 whatever becomes of it, 413 and 415 for what is no report."""
    if request.content_type not in REPORT_TYPES:
        return HttpResponse(status=415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > REPORT_BYTES:
        return HttpResponse(status=413)
    pemda_code = request.pemda.code if request.pemda else ""
    for body in _bodies(request.read(REPORT_BYTES + 1)):
        if violation := violation_of(body, pemda_code=pemda_code, host=host_of(request)):
            keep_report(violation)
    return HttpResponse(status=204)


def _bodies(text: bytes) -> Iterator[dict[str, Any]]:
    """The reports of both forms: `{"csp-report": {…}}`, and `[{"type": "csp-violation", "body": {…}}, …]`."""
    if len(text) > REPORT_BYTES:
        return
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return
    reports = sent if isinstance(sent, list) else [sent]
    for report in reports[:REPORTS_AT_ONCE]:
        if not isinstance(report, dict):
            continue
        is_new_form = report.get("type") == "csp-violation"
        body = report.get("body") if is_new_form else report.get("csp-report")
        if isinstance(body, dict):
            yield body


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where weaknesses are reported (RFC 9116)."""
    return HttpResponse(security_text(request), content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where a password manager finds the page (W3C's well-known address)."""
    return redirect("account_change_password")
