"""Drift: what is not current, the differences in one Pemda, and looking again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.pusat import services
from adopsi.pusat.access import central_required
from adopsi.pusat.drift import VERDICTS, UnevenRow, drift_of, in_detail, provinces_with_pemda, uneven
from adopsi.pusat.forms import ReasonForm
from adopsi.pusat.frame import show
from adopsi.pusat.matrix import columns_of_matrix
from adopsi.pusat.selectors import name_of_code
from adopsi.pusat.views.plans import pemda_or_404
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.drift import CURRENT
from provisioning.inspections import current_round
from tenants.errors import DomainError


@central_required
@require_safe
def drift(request: HttpRequest) -> HttpResponse:
    """The list with search, filters and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "verdict": request.GET.get("keadaan", ""),
        "slug": request.GET.get("modul", ""),
        "province": request.GET.get("provinsi", ""),
    }
    rows = uneven(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(in_detail(rows), wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "rows": in_detail(page.object_list),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "verdicts": [(name, words) for name, words in VERDICTS.items() if name != CURRENT],
        "modules": [(column.slug, column.title) for column in columns_of_matrix()],
        "provinces": provinces_with_pemda(),
        **_round(),
    }
    return show(request, "pusat/drift.html", context, nav="drift")


def _round() -> dict[str, Any]:
    return {"round": current_round(), "poll_url": reverse("pusat:drift-round")}


def _export(rows: list[UnevenRow], file_format: str) -> HttpResponse:
    columns = [
        Column(_("Kode"), lambda row: row.check.pemda_code),
        Column(_("Pemda"), lambda row: row.name),
        Column(_("Modul"), lambda row: row.check.slug),
        Column(_("Versi"), lambda row: row.check.version),
        Column(_("Versi terbaru"), lambda row: row.check.wanted_version or ""),
        Column(_("Keadaan"), lambda row: row.verdict),
        Column(_("Selisih"), lambda row: row.differences),
        Column(_("Ditemukan"), lambda row: row.found_at.isoformat(timespec="seconds") if row.found_at else ""),
    ]
    return export_response(rows=rows, columns=columns, name="selisih", file_format=file_format)


@central_required
@require_safe
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    """How far the look at the fleet is, for polling; without a script this address leads to the page."""
    if not request.htmx:
        return redirect("pusat:drift")
    answer = render(request, "pusat/parts/drift_round.html", _round())
    found = current_round()
    if found is None or found.is_finished:
        answer["HX-Refresh"] = "true"
    return answer


@central_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Ask the worker to look into every Pemda."""
    services.look_for_drift(actor=request.user)
    messages.success(request, _("Pemeriksaan seluruh armada diminta."))
    return redirect("pusat:drift")


@central_required
@require_safe
@never_cache
def pemda(request: HttpRequest, code: str) -> HttpResponse:
    """Every module of one Pemda, with what differs and how it would be mended."""
    found = pemda_or_404(code)
    rows, looked = drift_of(found)
    context = {
        "place": found,
        "name": name_of_code(code),
        "rows": rows,
        "looked": looked,
        "total": sum(len(row.differences) for row in rows),
        "form": ReasonForm(),
        "crumbs": [(_("Selisih"), reverse("pusat:drift"))],
    }
    return show(request, "pusat/drift_pemda.html", context, nav="drift")


@central_required
@require_POST
def look_at_one(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the worker to look into this Pemda."""
    pemda_or_404(code)
    services.look_for_drift(actor=request.user, pemda_code=code)
    messages.success(request, _("Pemeriksaan diminta; muat ulang halaman ini sebentar lagi."))
    return redirect("pusat:drift-pemda", code)


@central_required
@require_POST
def repair(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask for the repair that the page has shown."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasannya; tercatat di jejak audit."))
        return redirect("pusat:drift-pemda", code)
    try:
        run = services.repair_module(
            actor=request.user, pemda=pemda_or_404(code), slug=slug, reason=form.cleaned_data["reason"]
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("pusat:drift-pemda", code)
    return redirect("pusat:run", run.pk)
