"""Enabling and parking a module: first the plan, then the confirmation of what was read, then the run."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from adopsi.console.access import admin_required
from adopsi.console.plan_page import plan_context
from adopsi.console.services import ask_to_enable, ask_to_park
from catalog.activations import is_on
from catalog.registry import get_manifest
from provisioning.plans import Plan, plan_enable, plan_park, with_counts
from provisioning.selectors import unfinished_run
from tenants.errors import DomainError

REASON_LENGTH = 300


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def enable(request: HttpRequest, slug: str) -> HttpResponse:
    """What enabling or resuming the module would do, with what it needs; on POST ask for the run."""
    if elsewhere := _elsewhere(request, slug, wants_on=True):
        return elsewhere
    refusal = None
    if request.method == "POST":
        try:
            run = ask_to_enable(
                pemda_code=request.pemda.code,
                slug=slug,
                reason=reason_of(request),
                actor=request.user,
                demonstration=settings.ADOPSI_DEMO and "peragaan" in request.POST,
                plan_token=request.POST.get("rencana", ""),
            )
            return redirect("console:run", run_id=run.pk)
        except DomainError as error:
            refusal = error
    plan = with_counts(plan_enable(slug=slug, pemda_code=request.pemda.code))
    return _enable_page(request, plan, refusal)


def _enable_page(request: HttpRequest, plan: Plan, refusal: DomainError | None) -> HttpResponse:
    context = plan_context(plan, refusal=refusal, reason=reason_of(request))
    manifest = get_manifest(plan.slug)
    context["offers_data"] = settings.ADOPSI_DEMO and bool(manifest.demonstration) and plan.action == "enable"
    context["wants_data"] = request.method != "POST" or "peragaan" in request.POST
    return render(request, "console/module_enable.html", context, status=refusal.http_status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def park(request: HttpRequest, slug: str) -> HttpResponse:
    """What parking the module would hide; with `bersama`, those that need it are parked as well."""
    if elsewhere := _elsewhere(request, slug, wants_on=False):
        return elsewhere
    together, refusal = "bersama" in (request.POST if request.method == "POST" else request.GET), None
    if request.method == "POST":
        try:
            run = ask_to_park(
                pemda_code=request.pemda.code,
                slug=slug,
                reason=reason_of(request),
                actor=request.user,
                with_dependents=together,
                plan_token=request.POST.get("rencana", ""),
            )
            return redirect("console:run", run_id=run.pk)
        except DomainError as error:
            refusal = error
    plan = with_counts(plan_park(slug=slug, pemda_code=request.pemda.code, with_dependents=together))
    context = plan_context(plan, refusal=refusal, reason=reason_of(request))
    context |= {"together": together, "erased_on": timezone.localdate() + timedelta(days=plan.park_days)}
    return render(request, "console/module_park.html", context, status=refusal.http_status if refusal else 200)


def _elsewhere(request: HttpRequest, slug: str, *, wants_on: bool) -> HttpResponse | None:
    """A second click, a reload or a colleague arrive at the run under way; a wish come true at the module's page."""
    code = request.pemda.code
    get_manifest(slug)
    if run := unfinished_run(pemda_code=code, slug=slug):
        return redirect("console:run", run_id=run.pk)
    if is_on(slug, code) == wants_on:
        return redirect("console:module", slug=slug)
    return None


def reason_of(request: HttpRequest) -> str:
    """The reason as typed."""
    return str(request.POST.get("alasan", "")).strip()[:REASON_LENGTH]
