"""Reading runs and the state of the fleet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Prefetch, Q, QuerySet

from catalog.models import Activation
from provisioning.models import Run
from tenants.models import Pemda


def list_runs(*, search: str = "", state: str = "", pemda_code: str = "") -> QuerySet[Run]:
    """Runs newest first; `search` looks into the code, module, requester and error."""
    runs = Run.objects.prefetch_related("steps")
    if pemda_code:
        runs = runs.filter(pemda_code=pemda_code)
    if state:
        runs = runs.filter(state=state)
    if search:
        runs = runs.filter(
            Q(pemda_code__icontains=search)
            | Q(subject__icontains=search)
            | Q(operation__icontains=search)
            | Q(requested_by__icontains=search)
            | Q(error__icontains=search)
        )
    return runs


def get_run(run_id: object, *, pemda_code: str = "") -> Run | None:
    """The run with its steps; with `pemda_code`, only if it is that Pemda's."""
    return list_runs(pemda_code=pemda_code).filter(pk=run_id).first()


def unfinished_run(*, pemda_code: str, slug: str) -> Run | None:
    """The run that is changing this module in this Pemda now."""
    runs = Run.objects.filter(pemda_code=pemda_code, subject=slug, state__in=Run.UNFINISHED)
    return runs.order_by("created_at").first()


def count_unfinished(pemda_code: str) -> int:
    """How many runs of the Pemda wait or work now."""
    return Run.objects.filter(pemda_code=pemda_code, state__in=Run.UNFINISHED).count()


def last_runs_by_module(pemda_code: str) -> dict[str, Run]:
    """The newest run of each module in the Pemda."""
    runs = Run.objects.filter(pemda_code=pemda_code).exclude(subject="")
    return {run.subject: run for run in runs.order_by("subject", "-created_at").distinct("subject")}


@dataclass(frozen=True, slots=True)
class FleetRow:
    """A Pemda in the fleet's table."""

    pemda: Pemda
    modules: list[Activation]
    last_run_at: datetime | None


def list_fleet(*, search: str = "", state: str = "", slug: str = "") -> QuerySet[Pemda]:
    """Pemda with region, domains and active modules; filters by name or code, state, and module."""
    active = Activation.objects.filter(state=Activation.State.ACTIVE).order_by("slug")
    fleet = Pemda.objects.select_related("region").prefetch_related(
        Prefetch("activations", queryset=active, to_attr="active_modules"), "domains"
    )
    if search:
        fleet = fleet.filter(
            Q(code__startswith=search) | Q(region__display_name__icontains=search) | Q(subdomain__icontains=search)
        )
    if state:
        fleet = fleet.filter(state=state)
    if slug:
        fleet = fleet.filter(activations__slug=slug, activations__state=Activation.State.ACTIVE)
    return fleet


def rows_of_fleet(pemda: list[Pemda]) -> list[FleetRow]:
    """The page's rows, with the time of each Pemda's last run in one query."""
    codes = [each.code for each in pemda]
    runs = Run.objects.filter(pemda_code__in=codes).order_by().values("pemda_code").annotate(last=Max("created_at"))
    last = {row["pemda_code"]: row["last"] for row in runs}
    return [FleetRow(each, each.active_modules, last.get(each.code)) for each in pemda]


def users_of_module(slug: str) -> QuerySet[Pemda]:
    """The Pemda in which the module is on."""
    on = Q(activations__slug=slug, activations__state=Activation.State.ACTIVE)
    return Pemda.objects.select_related("region").filter(on)
