"""Making plans from the shared tables alone: no Pemda's data is looked at (see `counting`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any

from django.db.models import F
from django.utils import timezone

from catalog.manifest import Manifest, Role
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.errors import (
    AlreadyActive,
    NotTheLast,
    NotUndoable,
    UndoWindowPassed,
    UnknownPemda,
)
from provisioning.models import Release, Run
from provisioning.plans import rules
from provisioning.plans.plan import Plan, TablePlan
from provisioning.releases import CORE_SLUG
from provisioning.releases.shelf import current_release, current_releases, release_of
from tenants.errors import DomainError
from tenants.models import Pemda

RECENT_RUNS = 20


def plan_module(*, slug: str, pemda_code: str) -> Plan:
    """The plan for the one thing that can be done now: enable what is off, park what is on."""
    if slug in rules.active_versions(pemda_code):
        return plan_park(slug=slug, pemda_code=pemda_code)
    return plan_enable(slug=slug, pemda_code=pemda_code)


def plan_enable(*, slug: str, pemda_code: str) -> Plan:
    """Enabling the module with what it needs, as one run."""
    standing = rules.Standing.read(pemda_code)
    order = rules.modules_to_enable(slug=slug, standing=standing)
    parked = standing.parked
    manifests = tuple(get_manifest(each) for each in order)
    agreements = rules.agreements_in_force(pemda_code)
    return Plan(
        operation="enable_module",
        action="resume" if slug in parked else "enable",
        pemda_code=pemda_code,
        slug=slug,
        manifests=manifests,
        tables=tuple(
            table for each in current_releases(order) for table in _tables(each, is_new=each.slug not in parked)
        ),
        roles_added=_roles(manifests),
        requirements=manifests[:-1],
        agreement=", ".join(agreement.number for agreement in agreements),
        blockers=tuple(rules.problems_of_enabling(order=order, standing=standing)),
        seconds=usual_seconds("enable_module", slug),
        to_version=manifests[-1].version,
    )


def plan_park(*, slug: str, pemda_code: str, with_dependents: bool = False) -> Plan:
    """Parking the module: its data stays read-only, everything else of it goes dark."""
    standing = rules.Standing.read(pemda_code)
    dependents = rules.dependents_of(slug, standing.active)
    order, blockers = _or_refusal(
        lambda: rules.modules_to_park(slug=slug, standing=standing, with_dependents=with_dependents), [slug]
    )
    manifests = tuple(get_manifest(each) for each in order)
    return Plan(
        operation="park_module",
        action="park",
        pemda_code=pemda_code,
        slug=slug,
        manifests=manifests,
        tables=tuple(table for each in order for table in _tables(_installed(pemda_code, each))),
        roles_removed=_roles(manifests),
        dependents=tuple(dependents),
        blockers=blockers,
        seconds=usual_seconds("park_module", slug),
        from_version=_version(pemda_code, slug),
        park_days=min(manifest.park_days for manifest in manifests),
    )


def plan_purge(*, slug: str, pemda_code: str) -> Plan:
    """Erasing a parked module's data for good."""
    manifest = get_manifest(slug)
    row = _rows(pemda_code).filter(slug=slug).first()
    blockers: tuple[DomainError, ...] = tuple(rules.problems_of_pemda(rules.Standing.read(pemda_code)))
    if row is not None and row.state == Activation.State.ACTIVE:
        blockers = (*blockers, AlreadyActive())
    return Plan(
        operation="purge_module",
        action="purge",
        pemda_code=pemda_code,
        slug=slug,
        manifests=(manifest,),
        tables=_tables(_installed(pemda_code, slug), is_removed=True),
        roles_removed=manifest.roles,
        blockers=blockers,
        seconds=usual_seconds("purge_module", slug),
        from_version=row.version if row else "",
        is_reversible=False,
    )


def plan_upgrade(*, slug: str, pemda_code: str) -> Plan:
    """Taking the module to this code base's release."""
    manifest = get_manifest(slug)
    _row, blockers = _or_refusal(
        lambda: rules.first_upgradable(slug=slug, standing=rules.Standing.read(pemda_code)), None
    )
    older, release = _installed(pemda_code, slug), current_release(slug)
    return Plan(
        operation="upgrade_module",
        action="upgrade",
        pemda_code=pemda_code,
        slug=slug,
        manifests=(manifest,),
        tables=tuple(changed_tables(older, release)),
        roles_added=(),
        blockers=blockers,
        seconds=usual_seconds("upgrade_module", slug),
        from_version=older.version,
        to_version=release.version,
        is_reversible=_is_reversible(older, release),
    )


def plan_undo(*, run: Run) -> Plan:
    """Taking a run back within its window."""
    manifest = None if run.subject in {"", CORE_SLUG} else get_manifest(run.subject)
    installed = run.findings.get("installed", [])
    tables: list[TablePlan] = []
    if run.operation == "enable_module":
        tables = [table for slug in installed for table in _tables(current_release(slug), is_removed=True)]
    elif run.operation == "upgrade_module":
        older = release_of(run.subject, run.findings.get("from", ""))
        tables = changed_tables(current_release(run.subject), older) if older else []
    return Plan(
        operation="undo_run",
        action="undo",
        pemda_code=run.pemda_code,
        slug=run.subject,
        manifests=(manifest,) if manifest else (),
        tables=tuple(tables),
        roles_removed=manifest.roles if manifest and installed else (),
        blockers=tuple(problems_of_undoing(run)),
        seconds=usual_seconds("undo_run", run.subject),
        from_version=run.findings.get("to", ""),
        to_version=run.findings.get("from", ""),
    )


def problems_of_undoing(run: Run) -> list[DomainError]:
    """Why the run cannot be taken back, as far as the shared tables tell."""
    if run.state != Run.State.DONE or run.undo_until is None or run.undoes_id or _was_undone(run):
        return [NotUndoable()]
    if run.undo_until < timezone.now():
        return [UndoWindowPassed(run.undo_until)]
    later = Run.objects.filter(pemda_code=run.pemda_code, subject=run.subject, created_at__gt=run.created_at)
    if later.exclude(state__in=[Run.State.FAILED, Run.State.CANCELLED]).exclude(operation="undo_run").exists():
        return [NotTheLast()]
    return []


def _was_undone(run: Run) -> bool:
    return Run.objects.filter(undoes=run, state=Run.State.DONE).exists()


def plan_create(*, code: str, modules: Sequence[str] = ()) -> Plan:
    """Making a Pemda with these modules; whether the region may adopt is `services.request_create`'s to say."""
    order, blockers = _or_refusal(lambda: rules.in_order(modules), [])
    manifests = tuple(get_manifest(each) for each in order)
    releases = current_releases([CORE_SLUG, *order])
    return Plan(
        operation="create_pemda",
        action="create",
        pemda_code=code,
        manifests=manifests,
        tables=tuple(table for release in releases for table in _tables(release, is_new=True)),
        roles_added=_roles(manifests),
        blockers=blockers,
        seconds=usual_seconds("create_pemda", ""),
    )


# --- parts --------------------------------------------------------------------------------------------


def _or_refusal(ask: Callable[[], Any], fallback: Any) -> tuple[Any, tuple[DomainError, ...]]:
    try:
        return ask(), ()
    except UnknownPemda:
        raise
    except DomainError as refusal:
        return fallback, (refusal,)


def _rows(pemda_code: str) -> Any:
    return Activation.objects.filter(pemda_id=pemda_code)


def _version(pemda_code: str, slug: str) -> str:
    return _rows(pemda_code).filter(slug=slug).values_list("version", flat=True).first() or ""


def _installed(pemda_code: str, slug: str) -> Release:
    return release_of(slug, _version(pemda_code, slug)) or current_release(slug)


def _tables(release: Release, *, is_new: bool = False, is_removed: bool = False) -> tuple[TablePlan, ...]:
    return tuple(
        TablePlan(name=name, slug=release.slug, is_new=is_new, is_removed=is_removed) for name in release.tables
    )


def changed_tables(older: Release, newer: Release) -> list[TablePlan]:
    """The tables that differ between two releases, with the columns that come and go."""
    before, after = older.catalog.get("tables", {}), newer.catalog.get("tables", {})
    found = []
    for name in sorted({*before, *after}):
        had, has = before.get(name), after.get(name)
        if had == has:
            continue
        old, new = set(had["columns"] if had else ()), set(has["columns"] if has else ())
        found.append(
            TablePlan(
                name=name,
                slug=newer.slug,
                is_new=had is None,
                is_removed=has is None,
                columns_added=tuple(sorted(new - old)) if had else (),
                columns_removed=tuple(sorted(old - new)) if has else (),
            )
        )
    return found


def _is_reversible(older: Release, newer: Release) -> bool:
    known = set(older.migrations)
    return all(each["backward"] is not None for each in newer.segments if tuple(each["migration"]) not in known)


def _roles(manifests: Iterable[Manifest]) -> tuple[Role, ...]:
    return tuple(role for manifest in manifests for role in manifest.roles)


def usual_seconds(operation: str, subject: str) -> float | None:
    """The median of the last runs of this operation, on this module if there were any."""
    done = Run.objects.filter(operation=operation, state=Run.State.DONE, started_at__isnull=False)
    for runs in (done.filter(subject=subject), done):
        recent = runs.order_by("-created_at").annotate(took=F("finished_at") - F("started_at"))
        times = [took.total_seconds() for took in recent.values_list("took", flat=True)[:RECENT_RUNS] if took]
        if times:
            return round(median(times), 2)
    return None


def pemda_or_refusal(code: str) -> Pemda:
    """The Pemda; raises `UnknownPemda`."""
    pemda = Pemda.objects.filter(pk=code).first()
    if pemda is None:
        raise UnknownPemda(code)
    return pemda
