"""Pages about the edges: what the content policy stopped, for the Tangerang team and for a Pemda's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.console.access import admin_required
from adopsi.edges.csp_reports import count_recent, list_reports
from adopsi.edges.models import CspReport
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.selectors import names_of_codes
from catalog.sdk.tables import Column, export_response, page_of
from tenants.domains.selectors import list_domains


@central_required
@require_safe
def all_reports(request: HttpRequest) -> HttpResponse:
    """What was stopped at all Pemda, with search, paging and export."""
    search, code = request.GET.get("cari", "").strip(), request.GET.get("pemda", "").strip()
    rows = list_reports(search=search, pemda_code=code or None)
    if wanted := request.GET.get("unduh"):
        return _export(rows, wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "search": search,
        "pemda_code": code,
        "is_filtered": bool(search or code),
        "names": names_of_codes(report.pemda_code for report in page.object_list),
    }
    return show(request, "edges/all_reports.html", context, nav="csp")


@require_safe
@admin_required
def own_security(request: HttpRequest) -> HttpResponse:
    """What protects this Pemda's addresses, and what was stopped on its pages."""
    code, search = request.pemda.code, request.GET.get("cari", "").strip()
    rows = list_reports(pemda_code=code, search=search)
    if wanted := request.GET.get("format"):
        return _export(rows, wanted)
    context = {
        "page": page_of(request, rows, size=25),
        "search": search,
        "recent": count_recent(code),
        "failing": list_domains(code).filter(failed_days__gt=0),
    }
    return render(request, "edges/own_security.html", context)


def _export(rows: Any, file_format: str) -> HttpResponse:
    columns: list[Column] = [
        Column(_("Pemda"), lambda row: row.pemda_code or _("Pusat")),
        Column(_("Halaman"), lambda row: row.route),
        Column(_("Aturan"), lambda row: row.directive),
        Column(_("Yang dihentikan"), lambda row: row.blocked),
        Column(_("Asal"), _origin),
        Column(_("Kali"), lambda row: row.count),
        Column(_("Pertama"), lambda row: row.first_seen_at.isoformat(timespec="seconds")),
        Column(_("Terakhir"), lambda row: row.last_seen_at.isoformat(timespec="seconds")),
    ]
    return export_response(rows=rows, columns=columns, name="laporan-csp", file_format=file_format)


def _origin(row: CspReport) -> str:
    return f"{row.source}:{row.line}" if row.source and row.line else row.source
