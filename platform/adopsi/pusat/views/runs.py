"""Runs: the list, one run live, and trying again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.pusat import selectors, services
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.errors import NotRetryable
from provisioning.models import Run
from provisioning.registry import OPERATIONS
from provisioning.selectors import get_run, list_runs
from tenants.models import Pemda


@central_required
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The list with search, filters and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip(), "state": request.GET.get("keadaan", "")}
    operation = request.GET.get("jenis", "")
    rows = list_runs(**filters)
    if operation:
        rows = rows.filter(operation=operation)
    if wanted := request.GET.get("unduh"):
        return _export(list(rows), wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "names": selectors.names_of_codes(run.pemda_code for run in page.object_list),
        "filters": {**filters, "operation": operation},
        "is_filtered": bool(operation or any(filters.values())),
        "states": Run.State.choices,
        "operations": [(name, each.title) for name, each in OPERATIONS.items()],
    }
    return show(request, "pusat/runs.html", context, nav="runs")


def _export(rows: list[Run], file_format: str) -> HttpResponse:
    names = selectors.names_of_codes(run.pemda_code for run in rows)
    columns = [
        Column(_("Waktu"), lambda run: run.created_at.isoformat(timespec="seconds")),
        Column(_("Proses"), lambda run: run.title),
        Column(_("Kode"), lambda run: run.pemda_code),
        Column(_("Pemda"), lambda run: names.get(run.pemda_code, "")),
        Column(_("Modul"), lambda run: run.subject),
        Column(_("Keadaan"), lambda run: run.get_state_display()),
        Column(_("Diminta oleh"), lambda run: run.requested_by),
        Column(_("Alasan"), lambda run: run.reason),
        Column(_("Lama (detik)"), lambda run: run.seconds),
        Column(_("Kesalahan"), lambda run: run.error),
    ]
    return export_response(rows=rows, columns=columns, name="proses", file_format=file_format)


def _run_or_404(run_id: uuid.UUID) -> Run:
    found = get_run(run_id)
    if found is None:
        raise Http404(run_id)
    return found


def _progress(run: Run) -> dict[str, object]:
    exists = Pemda.objects.filter(pk=run.pemda_code).exists()
    return {
        "run": run,
        "poll_url": reverse("pusat:run-steps", args=[run.pk]),
        "reload_url": reverse("pusat:run", args=[run.pk]),
        "retry_url": reverse("pusat:run-retry", args=[run.pk]),
        "done_url": reverse("pusat:pemda", args=[run.pemda_code]) if exists else "",
        "done_label": _("Lihat Pemda"),
    }


@central_required
@require_safe
@never_cache
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """One run with its steps, live."""
    found = _run_or_404(run_id)
    modules = found.arguments.get("modules") or ([found.subject] if found.subject else [])
    context = {
        **_progress(found),
        "name": selectors.name_of_code(found.pemda_code),
        "modules": selectors.titles_of(modules),
        "start_again_url": _start_again_url(found),
        "crumbs": [(_("Proses"), reverse("pusat:runs"))],
    }
    return show(request, "pusat/run.html", context, nav="runs")


def _start_again_url(run: Run) -> str:
    """The form for a region whose first run failed: a taken address stays taken, however often it is tried."""
    if run.operation != "create_pemda" or run.state != Run.State.FAILED:
        return ""
    return f"{reverse('pusat:pemda-create')}?wilayah={run.pemda_code}"


@central_required
@require_safe
@never_cache
def steps(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The steps alone, for polling; without a script this address leads to the page."""
    found = _run_or_404(run_id)
    if not request.htmx:
        return redirect("pusat:run", run_id)
    return render(request, "shared/run_steps.html", _progress(found))


@central_required
@require_POST
def retry(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Start a failed run again."""
    try:
        services.retry_run(actor=request.user, run=_run_or_404(run_id))
    except NotRetryable as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Proses dicoba lagi."))
    return redirect("pusat:run", run_id)
