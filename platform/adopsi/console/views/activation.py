"""Enabling and disabling a module: first what will happen, then the confirmation, then the run."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from adopsi.console import shelf as shelves
from adopsi.console.access import admin_required
from adopsi.console.personal_data import personal_data_of
from adopsi.console.roles import roles_of_module
from adopsi.console.services import ask_to_disable, ask_to_enable
from catalog.registry import get_manifest
from provisioning.models import Run
from provisioning.plans import ModulePlan, plan_module
from provisioning.selectors import unfinished_run
from tenants.errors import DomainError

REASON_LENGTH = 300


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def enable(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the plan; on POST ask for the run."""
    return _confirmed(request, slug, wants_on=True)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def disable(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what stops; on POST ask for the run."""
    return _confirmed(request, slug, wants_on=False)


def _confirmed(request: HttpRequest, slug: str, *, wants_on: bool) -> HttpResponse:
    code = request.pemda.code
    get_manifest(slug)
    # A second click, a reload or a colleague: all of them arrive at the run that is already under way.
    if run := unfinished_run(pemda_code=code, slug=slug):
        return redirect("console:run", run_id=run.pk)
    plan = plan_module(slug=slug, pemda_code=code)
    if (plan.action == "disable") == wants_on:
        return redirect("console:module", slug=slug)
    if request.method == "POST":
        try:
            run = _ask(request, slug, wants_on=wants_on)
        except DomainError as refusal:
            return _page(request, plan, refusal=refusal)
        return redirect("console:run", run_id=run.pk) if run else redirect("console:module", slug=slug)
    return _page(request, plan)


def _ask(request: HttpRequest, slug: str, *, wants_on: bool) -> Run | None:
    reason = request.POST.get("alasan", "").strip()[:REASON_LENGTH]
    facts = {"pemda_code": request.pemda.code, "slug": slug, "reason": reason, "actor": request.user}
    if not wants_on:
        return ask_to_disable(**facts)
    return ask_to_enable(**facts, demonstration=settings.ADOPSI_DEMO and "peragaan" in request.POST)


def _page(request: HttpRequest, plan: ModulePlan, *, refusal: DomainError | None = None) -> HttpResponse:
    manifest = plan.manifest
    context = {
        "plan": plan,
        "manifest": manifest,
        "row": shelves.row_of(request.pemda.code, manifest),
        "roles": roles_of_module(manifest),
        "tables": shelves.count_tables(manifest),
        "personal_data": personal_data_of(manifest),
        "refusal": refusal or plan.blocker,
        "reason": request.POST.get("alasan", ""),
        "offers_data": settings.ADOPSI_DEMO and bool(manifest.demonstration) and plan.action == "enable",
    }
    template = "console/module_disable.html" if plan.action == "disable" else "console/module_enable.html"
    status = refusal.http_status if refusal else 200
    return render(request, template, context, status=status)
