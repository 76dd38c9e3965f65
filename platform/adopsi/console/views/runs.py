"""What provisioning does for this Pemda: the list, one run with live progress, and what can be done about it."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console import services
from adopsi.console.access import admin_required
from adopsi.console.plan_page import plan_context
from adopsi.console.undoing import can_be_undone, with_losses
from adopsi.console.views.activation import reason_of
from adopsi.console.views.activity import since
from adopsi.console.wording import signer_in_words
from catalog.activations import is_active
from catalog.errors import UnknownModule
from catalog.manifest import Manifest
from catalog.registry import get_manifest
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.models import Run
from provisioning.plans import plan_undo, with_counts
from provisioning.selectors import get_run, list_runs
from tenants.errors import DomainError
from tenants.organisation.selectors import roles_of

# Asked for and not at an end: what waits and what runs.
UNFINISHED = "unfinished"


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """All runs of the Pemda, newest first."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "keadaan", "dari")}
    is_unfinished = chosen["keadaan"] == UNFINISHED
    state = "" if is_unfinished else chosen["keadaan"]
    runs = list_runs(search=chosen["cari"], state=state, pemda_code=request.pemda.code)
    if is_unfinished:
        runs = runs.filter(state__in=Run.UNFINISHED)
    if moment := since(chosen["dari"]):
        runs = runs.filter(created_at__gte=moment)
    if file_format := request.GET.get("format"):
        return export_response(rows=runs, columns=_columns(), name="proses", file_format=file_format)
    context = {
        "page": page_of(request, runs),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "states": [(UNFINISHED, _("Belum selesai")), *Run.State.choices],
    }
    return render(request, "console/runs.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Waktu"), lambda run: run.created_at.isoformat()),
        Column(pgettext("konsol", "Proses"), lambda run: run.title),
        Column(_("Nama modul"), lambda run: run.subject),
        Column(_("Keadaan"), lambda run: run.get_state_display()),
        Column(_("Diminta oleh"), lambda run: signer_in_words(run.requested_by)),
        Column(_("Alasan"), lambda run: run.reason),
        Column(_("Lama (detik)"), lambda run: run.seconds),
        Column(_("Pesan"), lambda run: run.error_in_words),
    ]


@require_safe
@never_cache
@admin_required
def show(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run with its steps, and what to do next."""
    run = _own_run(request, run_id)
    manifest = _manifest_of(run)
    context = {
        **_progress(run),
        "manifest": manifest,
        "is_on": manifest is not None and is_active(manifest.slug, request.pemda.code),
        "has_no_role": manifest is not None and not roles_of(request.user) & manifest.role_keys(),
        "has_settings": manifest is not None and bool(manifest.settings_schema.get("properties")),
        "enabled_too": [get_manifest(slug) for slug in run.findings.get("installed", []) if slug != run.subject],
        "kept": run.findings.get("seeds_kept", []),
        "can_undo": can_be_undone(run),
    }
    return render(request, "console/run.html", context)


@require_safe
@never_cache
@admin_required
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The part of the page that changes; 204 while it looks as the reader sees it already."""
    context = _progress(_own_run(request, run_id))
    if request.GET.get("tanda") == context["mark"]:
        return HttpResponse(status=204)
    response = render(request, "shared/run_steps.html", context)
    if context["run"].is_finished:
        # What stands beside it changed as well: a module came or went, there is something to do next.
        response["HX-Refresh"] = "true"
    return response


def _progress(run: Run) -> dict[str, Any]:
    marks = [run.state, str(run.is_cancel_requested), *(f"{step.state}{step.detail}" for step in run.steps.all())]
    mark = hashlib.sha256("|".join(marks).encode()).hexdigest()[:12]
    may_stop = run.committed_at is None and not run.is_finished and not run.is_cancel_requested
    is_erasure = run.operation == "purge_module"
    return {
        "run": run,
        "mark": mark,
        "poll_url": f"{reverse('console:run-progress', args=[run.pk])}?tanda={mark}",
        "reload_url": reverse("console:run", args=[run.pk]),
        "retry_url": reverse("console:run-retry", args=[run.pk]),
        # An erasure is taken back on its own page, where the two people stand.
        "cancel_url": reverse("console:run-cancel", args=[run.pk]) if may_stop and not is_erasure else "",
        "done_url": "",
    }


@require_POST
@admin_required
def retry(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Start a failed run again."""
    return _act(request, run_id, services.retry_run)


@require_POST
@admin_required
def cancel(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Stop a run that has changed nothing yet."""
    return _act(request, run_id, services.cancel_run)


def _act(request: HttpRequest, run_id: UUID, act: Any) -> HttpResponse:
    try:
        act(run=_own_run(request, run_id), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("console:run", run_id=run_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What taking the run back would restore or delete; on POST ask for it."""
    run, refusal = _own_run(request, run_id), None
    if request.method == "POST":
        try:
            undoing = services.ask_to_undo(
                run=run, reason=reason_of(request), actor=request.user, plan_token=request.POST.get("rencana", "")
            )
            return redirect("console:run", run_id=undoing.pk)
        except DomainError as error:
            refusal = error
    plan = with_losses(with_counts(plan_undo(run=run)), run)
    context = {**plan_context(plan, refusal=refusal, reason=reason_of(request)), "run": run}
    context["manifest"] = _manifest_of(run)
    return render(request, "console/run_undo.html", context, status=refusal.http_status if refusal else 200)


def _own_run(request: HttpRequest, run_id: UUID) -> Run:
    """The run, if it is the Pemda's own or that of one of its sandboxes."""
    run, code = get_run(run_id), request.pemda.code
    if run is None or code not in (run.pemda_code, run.arguments.get("source")):
        raise Http404(run_id)
    return run


def _manifest_of(run: Run) -> Manifest | None:
    try:
        return get_manifest(run.subject) if run.subject else None
    except UnknownModule:
        return None
