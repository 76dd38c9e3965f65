"""What provisioning does for this Pemda: the list, one run with live progress, trying again."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.console.shelf import row_of
from catalog.errors import UnknownModule
from catalog.manifest import Manifest
from catalog.registry import get_manifest
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.models import Run
from provisioning.selectors import get_run, list_runs
from provisioning.services import retry_run
from tenants.errors import DomainError
from tenants.organisation.selectors import roles_of
from tenants.places.clock import format_number


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """All runs of the Pemda, newest first."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "keadaan")}
    runs = list_runs(search=chosen["cari"], state=chosen["keadaan"], pemda_code=request.pemda.code)
    if file_format := request.GET.get("format"):
        return export_response(rows=runs, columns=_columns(), name="proses", file_format=file_format)
    context = {
        "page": page_of(request, runs),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "states": Run.State.choices,
    }
    return render(request, "console/runs.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Waktu"), lambda run: run.created_at.isoformat()),
        Column(pgettext("konsol", "Proses"), lambda run: run.title),
        Column(_("Nama modul"), lambda run: run.subject),
        Column(_("Keadaan"), lambda run: run.get_state_display()),
        Column(_("Diminta oleh"), lambda run: run.requested_by),
        Column(_("Alasan"), lambda run: run.reason),
        Column(_("Lama (detik)"), lambda run: run.seconds),
        Column(_("Pesan"), lambda run: run.error),
    ]


@require_safe
@never_cache
@admin_required
def show(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run with its steps."""
    return render(request, "console/run.html", _context(request, _own_run(request, run_id)))


@require_safe
@never_cache
@admin_required
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The part of the page that changes; 204 while it looks as the reader sees it already."""
    context = _context(request, _own_run(request, run_id))
    if request.GET.get("tanda") == context["mark"]:
        return HttpResponse(status=204)
    response = render(request, "console/parts/run_progress.html", context)
    if context["run"].is_finished:
        # The menu beside it changed as well: a module came or went.
        response["HX-Refresh"] = "true"
    return response


@require_POST
@admin_required
def retry(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Start a failed run again."""
    run = _own_run(request, run_id)
    try:
        retry_run(run=run, requested_by=request.user.name)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("console:run", run_id=run_id)


def _own_run(request: HttpRequest, run_id: UUID) -> Run:
    run = get_run(run_id, pemda_code=request.pemda.code)
    if run is None:
        raise Http404(run_id)
    return run


def _context(request: HttpRequest, run: Run) -> dict[str, Any]:
    language = get_language() or "id"
    steps = [
        {
            "title": step.title,
            "state": step.state,
            "note": step.detail,
            "seconds": format_number(step.milliseconds / 1000, language, decimals=1) if step.milliseconds else "",
        }
        for step in run.steps.all()
    ]
    manifest = _manifest_of(run)
    is_on = manifest is not None and row_of(request.pemda.code, manifest).is_on
    marks = [run.state, *(f"{step['state']}{step['note']}" for step in steps)]
    return {
        "run": run,
        "steps": steps,
        "steps_done": sum(step["state"] == "done" for step in steps),
        "seconds": format_number(run.seconds, language, decimals=1) if run.seconds is not None else "",
        "manifest": manifest,
        "is_on": is_on,
        "has_no_role": manifest is not None and not roles_of(request.user) & manifest.role_keys(),
        "has_settings": manifest is not None and bool(manifest.settings_schema.get("properties")),
        "mark": hashlib.sha256("|".join(marks).encode()).hexdigest()[:12],
    }


def _manifest_of(run: Run) -> Manifest | None:
    try:
        return get_manifest(run.subject) if run.subject else None
    except UnknownModule:
        return None
