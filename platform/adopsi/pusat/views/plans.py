"""Plan first: enabling, parking and upgrading a module of a Pemda, and taking a run back.

The page shows what would happen and carries the plan's token; the confirmation sends it back. Where the state has
changed since, the answer is the new plan, the difference in words, and what was typed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adopsi.pusat import selectors, services
from adopsi.pusat.access import central_required
from adopsi.pusat.forms import ReasonForm
from adopsi.pusat.frame import show
from adopsi.pusat.plan_words import effects_of
from catalog.models import Activation
from provisioning.models import Run
from provisioning.plans import Plan, plan_enable, plan_park, plan_undo, plan_upgrade, with_counts
from provisioning.plans.core import plan_upgrade_core
from provisioning.releases import CORE_SLUG
from provisioning.selectors import find_pemda, get_run, unfinished_run
from tenants.errors import DomainError
from tenants.models import Pemda


@dataclass(frozen=True, slots=True)
class Intent:
    """What the page is about: how its plan is made, what a confirmation asks for, and where "cancel" leads."""

    plan: Callable[[], Plan]
    ask: Callable[..., Run]
    back_url: str
    crumbs: list[tuple[str, str]]
    nav: str = "fleet"
    # What the page offers beside the main act.
    context: dict[str, Any] | None = None


def pemda_or_404(code: str) -> Pemda:
    """The Pemda or sandbox with this code."""
    found = find_pemda(code)
    if found is None:
        raise Http404(code)
    return found


def crumbs_of(pemda: Pemda) -> list[tuple[str, str]]:
    """The way to a page below a Pemda's own."""
    return [
        (_("Armada"), reverse("pusat:fleet")),
        (selectors.name_of_code(pemda.code), reverse("pusat:pemda", args=[pemda.code])),
    ]


def _answer(request: HttpRequest, intent: Intent) -> HttpResponse:
    form, stale, refusal = ReasonForm(request.POST or None), "", ""
    if request.method == "POST" and form.is_valid():
        try:
            run = intent.ask(
                actor=request.user,
                reason=form.cleaned_data["reason"],
                plan_token=request.POST.get("plan_token", ""),
            )
            return redirect("pusat:run", run.pk)
        except DomainError as error:
            if error.code == "plan_stale":
                stale = str(error.message)
            else:
                refusal = str(error.message)
    plan = with_counts(intent.plan())
    context = {
        "plan": plan,
        "effects": effects_of(plan),
        "name": selectors.module_name(plan.slug),
        "place_name": selectors.name_of_code(plan.pemda_code),
        "form": form,
        "stale": stale,
        "refusal": refusal or (str(plan.blocker.message) if plan.blocker else ""),
        "running": unfinished_run(pemda_code=plan.pemda_code, slug=plan.slug),
        "back_url": intent.back_url,
        "crumbs": intent.crumbs,
        **(intent.context or {}),
    }
    return show(request, "pusat/plan.html", context, nav=intent.nav, status=422 if request.method == "POST" else 200)


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Enable, resume or park the module. What the page showed decides on POST, not what became possible since."""
    pemda = pemda_or_404(code)
    wants_park = request.POST.get("act") == "disable" if request.method == "POST" else _is_on(code, slug)
    chosen = request.POST if request.method == "POST" else request.GET
    with_dependents = chosen.get("bersama") == "ya"
    if wants_park:
        plan = partial(plan_park, slug=slug, pemda_code=code, with_dependents=with_dependents)
        ask = partial(services.disable_module, pemda=pemda, slug=slug, with_dependents=with_dependents)
    else:
        plan = partial(plan_enable, slug=slug, pemda_code=code)
        ask = partial(services.enable_module, pemda=pemda, slug=slug)
    context = {"with_dependents": with_dependents}
    intent = Intent(plan, ask, reverse("pusat:pemda", args=[code]), crumbs_of(pemda), context=context)
    return _answer(request, intent)


def _is_on(code: str, slug: str) -> bool:
    return Activation.objects.filter(pemda_id=code, slug=slug, state=Activation.State.ACTIVE).exists()


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def upgrade(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Take one module, or the core (`inti`), to this code base's release."""
    pemda = pemda_or_404(code)
    make = partial(plan_upgrade, slug=slug) if slug != CORE_SLUG else plan_upgrade_core
    intent = Intent(
        partial(make, pemda_code=code),
        partial(services.upgrade_module, pemda=pemda, slug=slug),
        reverse("pusat:pemda", args=[code]),
        crumbs_of(pemda),
    )
    return _answer(request, intent)


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Take a finished run back."""
    run = get_run(run_id)
    if run is None:
        raise Http404(run_id)
    back = reverse("pusat:run", args=[run.pk])
    intent = Intent(
        partial(plan_undo, run=run),
        partial(services.undo_run, run=run),
        back,
        [(_("Proses"), reverse("pusat:runs")), (run.title, back)],
        nav="runs",
        context={"undone_run": run},
    )
    return _answer(request, intent)
