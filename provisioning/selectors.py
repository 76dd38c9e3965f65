"""Reading runs and the state of the fleet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models import Case, Count, Max, Prefetch, Q, QuerySet, Value, When

from catalog.models import Activation
from provisioning.drift import FLEET, FleetCheckRow, facts_of_code
from provisioning.models import Drift, Pin, Release, Rollout, RolloutTarget, Run
from provisioning.releases import CORE_SLUG
from tenants.models import Pemda
from tenants.router import PUBLIC


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
    """Governments with region, domains and active modules; filters by name or code, state, and module."""
    fleet = _with_modules().filter(sandbox_of=None)
    if search:
        fleet = fleet.filter(
            Q(code__startswith=search) | Q(region__display_name__icontains=search) | Q(subdomain__icontains=search)
        )
    if state:
        fleet = fleet.filter(state=state)
    if slug:
        fleet = fleet.filter(activations__slug=slug, activations__state=Activation.State.ACTIVE)
    return fleet


def _with_modules() -> QuerySet[Pemda]:
    active = Activation.objects.filter(state=Activation.State.ACTIVE).order_by("slug")
    return Pemda.objects.select_related("region").prefetch_related(
        Prefetch("activations", queryset=active, to_attr="active_modules"), "domains"
    )


def find_pemda(code: str) -> Pemda | None:
    """The Pemda or sandbox with this code, as `list_fleet` gives it."""
    return _with_modules().filter(pk=code).first()


def rows_of_fleet(pemda: list[Pemda]) -> list[FleetRow]:
    """The page's rows, with the time of each Pemda's last run in one query."""
    codes = [each.code for each in pemda]
    runs = Run.objects.filter(pemda_code__in=codes).order_by().values("pemda_code").annotate(last=Max("created_at"))
    last = {row["pemda_code"]: row["last"] for row in runs}
    return [FleetRow(each, each.active_modules, last.get(each.code)) for each in pemda]


def users_of_module(slug: str) -> QuerySet[Pemda]:
    """The governments in which the module is on."""
    on = Q(activations__slug=slug, activations__state=Activation.State.ACTIVE, sandbox_of=None)
    return Pemda.objects.select_related("region").filter(on)


# --- releases, rollouts, drift ------------------------------------------------------------------------


def newest_releases() -> dict[tuple[str, str], Release]:
    """Every release by slug and version, without its SQL; `is_compiled` tells whether it has a snapshot."""
    rows = Release.objects.defer("snapshot", "segments", "catalog", "seeds", "changelog")
    return {(row.slug, row.version): row for row in rows.annotate(is_compiled=~Q(snapshot=""))}


def who_is_where() -> dict[str, dict[str, int]]:
    """How many governments have each version of each module, parked ones too; the core as `inti`."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Activation.objects.filter(pemda__sandbox_of=None).order_by().values("slug", "version")
    for row in rows.annotate(count=Count("pk")):
        found[row["slug"]][row["version"]] = row["count"]
    cores = Pemda.objects.filter(sandbox_of=None).order_by().values("core_version").annotate(count=Count("pk"))
    found[CORE_SLUG] = {row["core_version"]: row["count"] for row in cores if row["core_version"]}
    return found


def list_rollouts(*, search: str = "", state: str = "") -> QuerySet[Rollout]:
    """Rollouts newest first with their targets counted by state; `search` looks into module, requester and reason."""
    counts = {name: Count("targets", filter=Q(targets__state=name)) for name in RolloutTarget.State.values}
    rollouts = Rollout.objects.annotate(total=Count("targets"), **counts).order_by("-created_at")
    if state:
        rollouts = rollouts.filter(state=state)
    if search:
        words = Q(slug__icontains=search) | Q(requested_by__icontains=search) | Q(reason__icontains=search)
        rollouts = rollouts.filter(words | Q(version__startswith=search))
    return rollouts


def get_rollout(rollout_id: object) -> Rollout | None:
    """The rollout with its targets counted by state."""
    return list_rollouts().filter(pk=rollout_id).first()


def unfinished_rollouts() -> dict[str, Rollout]:
    """The rollout of each module that is not at its end."""
    return {row.slug: row for row in Rollout.objects.filter(state__in=Rollout.UNFINISHED)}


def targets_by_ring(rollout: Rollout) -> dict[str, dict[str, int]]:
    """How many targets of each ring are in each state."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rollout.targets.order_by().values("ring", "state").annotate(count=Count("pk")):
        found[row["ring"]][row["state"]] = row["count"]
    return found


def list_targets(rollout: Rollout, *, state: str = "", ring: str = "") -> QuerySet[RolloutTarget]:
    """The rollout's Pemda with their runs; those that need eyes first."""
    order = {"failed": 0, "waiting": 1, "skipped": 2, "done": 3}
    whens = [When(state=name, then=Value(place)) for name, place in order.items()]
    rows = rollout.targets.select_related("run").annotate(place=Case(*whens, default=Value(9)))
    wanted = {name: value for name, value in (("state", state), ("ring", ring)) if value}
    return rows.filter(**wanted).order_by("place", "pemda_code")


def pins_of(pemda_code: str) -> QuerySet[Pin]:
    """What the Pemda wishes to keep as it is."""
    return Pin.objects.filter(pemda_code=pemda_code)


def drifts_of(pemda_code: str = "") -> QuerySet[Drift]:
    """What the last look found to differ, in one Pemda or in all."""
    rows = Drift.objects.all()
    return rows.filter(pemda_code=pemda_code) if pemda_code else rows


@dataclass(frozen=True, slots=True)
class Standing:
    """How many modules of a Pemda have one verdict and state."""

    pemda_code: str
    verdict: str
    state: str
    count: int


def standing_of_fleet(*, slug: str = "") -> list[Standing]:
    """What `fleet_check` says of every Pemda, counted by the database: quick where there are 100,000 activations."""
    query = f"""SELECT code, verdict, state, count(*) FROM ({FLEET}) checked
        WHERE %(slug)s = '' OR slug = %(slug)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""  # noqa: S608 - our own text
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(query, {**facts_of_code(), "everything": True, "slug": slug})
        return [Standing(*row) for row in cursor.fetchall()]


def check_of(pemda_codes: Sequence[str], *, slug: str = "") -> list[FleetCheckRow]:
    """What `fleet_check(everything=True)` says of these Pemda alone, in one query."""
    query = f"""SELECT * FROM ({FLEET}) checked
        WHERE code = ANY(%(codes)s) AND (%(slug)s = '' OR slug = %(slug)s) ORDER BY 1, 2"""  # noqa: S608 - our own text
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(query, {**facts_of_code(), "everything": True, "codes": list(pemda_codes), "slug": slug})
        return [FleetCheckRow(*row) for row in cursor.fetchall()]
