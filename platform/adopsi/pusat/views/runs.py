"""Runs: the history, one run live, trying again and cancelling."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.console.wording import signer_in_words
from adopsi.pusat import selectors, services
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.run_words import findings_of
from adopsi.theme.templatetags.moments import PUSAT_ZONE
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.models import RolloutTarget, Run
from provisioning.plans.making import problems_of_undoing
from provisioning.registry import OPERATIONS
from provisioning.selectors import get_run, list_runs
from tenants.errors import DomainError
from tenants.models import Pemda, Region


@central_required
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The history with search, filters and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "state": request.GET.get("keadaan", ""),
        "operation": request.GET.get("jenis", ""),
        "pemda": request.GET.get("pemda", "").strip(),
        "begins": _day(request.GET.get("dari", "")),
        "ends": _day(request.GET.get("sampai", "")),
    }
    rows = _filtered(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(list(rows), wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "names": selectors.names_of_codes(run.pemda_code for run in page.object_list),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": Run.State.choices,
        "operations": [(name, each.title) for name, each in OPERATIONS.items()],
    }
    return show(request, "pusat/runs.html", context, nav="runs")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _filtered(
    *, search: str, state: str, operation: str, pemda: str, begins: date | None, ends: date | None
) -> QuerySet[Run]:
    rows = list_runs(search=search, state=state)
    if operation:
        rows = rows.filter(operation=operation)
    if pemda:
        regions = Region.objects.filter(display_name__icontains=pemda).values("code")
        rows = rows.filter(Q(pemda_code__startswith=pemda) | Q(pemda_code__in=regions))
    if begins:
        rows = rows.filter(created_at__gte=_midnight(begins))
    if ends:
        rows = rows.filter(created_at__lt=_midnight(ends + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(PUSAT_ZONE))


def _export(rows: list[Run], file_format: str) -> HttpResponse:
    names = selectors.names_of_codes(run.pemda_code for run in rows)
    columns = [
        Column(_("Waktu"), lambda run: run.created_at.isoformat(timespec="seconds")),
        Column(_("Proses"), lambda run: run.title),
        Column(_("Kode"), lambda run: run.pemda_code),
        Column(_("Pemda"), lambda run: names.get(run.pemda_code, "")),
        Column(_("Modul"), lambda run: run.subject),
        Column(_("Keadaan"), lambda run: run.get_state_display()),
        Column(_("Diminta oleh"), lambda run: signer_in_words(run.requested_by)),
        Column(_("Alasan"), lambda run: run.reason),
        Column(_("Lama (detik)"), lambda run: run.seconds),
        Column(_("Kesalahan"), lambda run: run.error_in_words),
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
    """One run with its steps, live, and what it found; the address can be passed on."""
    found = _run_or_404(run_id)
    modules = found.arguments.get("modules") or ([found.subject] if found.subject else [])
    target = RolloutTarget.objects.filter(run=found).first()
    context = {
        **_progress(found),
        "name": selectors.name_of_code(found.pemda_code),
        "modules": selectors.titles_of(modules),
        "findings": findings_of(found),
        "start_again_url": _start_again_url(found),
        "can_cancel": not found.is_finished and found.committed_at is None and not found.is_cancel_requested,
        "can_undo": found.undo_until is not None and not problems_of_undoing(found),
        "undone_by": Run.objects.filter(undoes=found).first(),
        "rollout_id": target.rollout_id if target else found.arguments.get("rollout"),
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
    answer = render(request, "shared/run_steps.html", _progress(found))
    if found.is_finished:
        # What the run found, and what can be done now, stands outside of the fragment.
        answer["HX-Refresh"] = "true"
    return answer


@central_required
@require_POST
def retry(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Start a failed run again."""
    try:
        services.retry_run(actor=request.user, run=_run_or_404(run_id))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Proses dicoba lagi."))
    return redirect("pusat:run", run_id)


@central_required
@require_POST
def cancel(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Stop a run that has changed nothing yet."""
    try:
        services.cancel_run(actor=request.user, run=_run_or_404(run_id))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Proses berhenti sebelum langkah berikutnya."))
    return redirect("pusat:run", run_id)
