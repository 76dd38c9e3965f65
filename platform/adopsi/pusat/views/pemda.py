"""One Pemda: facts, domains, modules, runs; enabling, disabling and upgrading."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.pusat import selectors, services
from adopsi.pusat.access import central_required
from adopsi.pusat.forms import ReasonForm
from adopsi.pusat.frame import show
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Run
from provisioning.plans import plan_module
from provisioning.selectors import list_fleet, list_runs, unfinished_run
from tenants.errors import DomainError
from tenants.models import Pemda
from tenants.places.clock import zone_label


def _pemda_or_404(code: str) -> Pemda:
    found = list_fleet().filter(pk=code).first()
    if found is None:
        raise Http404(code)
    return found


@central_required
@require_safe
def pemda(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one Pemda."""
    found = _pemda_or_404(code)
    context = {
        "place": found,
        "address": selectors.address_of(found),
        "zone": zone_label(found.region.time_zone),
        "province": selectors.name_of_code(found.region.province_code) if found.region.province_code else "",
        "modules": _module_rows(code),
        "runs": list(list_runs(pemda_code=code)[:8]),
        "form": ReasonForm(),
        "crumbs": [(_("Armada"), reverse("pusat:fleet"))],
    }
    return show(request, "pusat/pemda.html", context, nav="fleet")


def _module_rows(code: str) -> list[dict[str, Any]]:
    activations = {row.slug: row for row in Activation.objects.filter(pemda_id=code)}
    unfinished = {
        run.subject: run for run in list_runs(pemda_code=code).filter(state__in=Run.UNFINISHED) if run.subject
    }
    rows = []
    for manifest in all_manifests():
        row = activations.get(manifest.slug)
        rows.append(
            {
                "manifest": manifest,
                "activation": row,
                "is_on": row is not None and row.state == Activation.State.ACTIVE,
                "run": unfinished.get(manifest.slug),
                "is_old": row is not None and row.version != manifest.version,
            }
        )
    return rows


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """What enabling or disabling the module here would do; on POST, ask for it."""
    found = _pemda_or_404(code)
    plan = plan_module(slug=slug, pemda_code=code)
    form = ReasonForm(request.POST or None)
    refusal = plan.blocker.message if plan.blocker else ""
    if request.method == "POST" and form.is_valid():
        # What the page showed decides, not what became possible since: a second click must not undo the first.
        act = services.disable_module if request.POST.get("act") == "disable" else services.enable_module
        try:
            run = act(actor=request.user, pemda=found, slug=slug, reason=form.cleaned_data["reason"])
            return redirect("pusat:run", run.pk)
        except DomainError as error:
            refusal = error.message
    context = {
        "place": found,
        "plan": plan,
        "manifest": plan.manifest,
        "form": form,
        "refusal": refusal,
        "running": unfinished_run(pemda_code=code, slug=slug),
        "crumbs": [
            (_("Armada"), reverse("pusat:fleet")),
            (found.region.display_name, reverse("pusat:pemda", args=[code])),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "pusat/pemda_module.html", context, nav="fleet", status=status)


@central_required
@require_POST
def upgrade(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to bring the Pemda's tables to this code base."""
    found = _pemda_or_404(code)
    reason = request.POST.get("reason", "").strip()[:300]
    run = services.upgrade_pemda(actor=request.user, pemda=found, reason=reason)
    return redirect("pusat:run", run.pk)
