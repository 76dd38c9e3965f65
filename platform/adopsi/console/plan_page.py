"""A plan as the pages of the console show it: what changes in words, and for each obstacle the page that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from adopsi.console.personal_data import personal_data_of
from catalog.registry import get_manifest
from provisioning.errors import (
    DependentsActive,
    ModuleConflict,
    NotEntitled,
    PlanStale,
    QuotaReached,
    RequirementTooOld,
    RunUnderWay,
)
from provisioning.plans import Plan, rules
from provisioning.registry import OPERATIONS
from tenants.errors import DomainError


@dataclass(frozen=True, slots=True)
class Mend:
    """A page where an obstacle can be taken away."""

    label: str
    url: str


def plan_context(plan: Plan, *, refusal: DomainError | None = None, reason: str = "") -> dict[str, Any]:
    """What every plan page needs. A stale plan's refusal is a difference to read, not an obstacle."""
    difference = refusal if isinstance(refusal, PlanStale) else None
    obstacle = plan.blocker or (None if difference else refusal)
    window = OPERATIONS[plan.operation].undo_window
    return {
        "plan": plan,
        "manifest": plan.manifest,
        "difference": difference,
        "refusal": obstacle,
        "mends": mends_of(plan, obstacle) if obstacle else [],
        "personal_data": [row for each in plan.manifests for row in personal_data_of(each)],
        "tables_new": sum(table.is_new for table in plan.tables),
        "undo_days": window.days if window else 0,
        "reason": reason,
    }


def mends_of(plan: Plan, refusal: DomainError) -> list[Mend]:
    """Where the admin can take this obstacle away; none where only the Tangerang team can."""
    code = plan.pemda_code
    match refusal.code:
        case RequirementTooOld.code:
            return [_release(slug) for slug in _too_old(plan)]
        case ModuleConflict.code:
            on = rules.active_versions(code)
            wanted = [each.slug for each in plan.manifests]
            versions = {**on, **{each.slug: each.version for each in plan.manifests}}
            return [_module(slug) for slug in rules.conflicts_among(versions, wanted) if slug in on]
        case DependentsActive.code:
            together = reverse("console:module-park", args=[plan.slug]) + "?bersama=ya"
            return [Mend(_("Nonaktifkan bersama"), together), *(_module(each.slug) for each in plan.dependents)]
        case QuotaReached.code:
            return [Mend(_("Lihat modul yang aktif"), reverse("console:catalog") + "?keadaan=aktif")]
        case NotEntitled.code:
            return [Mend(_("Cara menambah modul ke PKS"), reverse("console:help-page", args=["inti", "rencana"]))]
        case RunUnderWay.code:
            return [Mend(_("Lihat proses yang berjalan"), reverse("console:runs") + "?keadaan=running")]
    return []


def _too_old(plan: Plan) -> list[str]:
    on = rules.active_versions(plan.pemda_code)
    wanted = [requirement for manifest in plan.manifests for requirement in manifest.requires]
    return [each.slug for each in wanted if each.slug in on and not each.accepts(on[each.slug])]


def _release(slug: str) -> Mend:
    title = str(get_manifest(slug).title)
    return Mend(_("Mutakhirkan %(title)s") % {"title": title}, reverse("console:release", args=[slug]))


def _module(slug: str) -> Mend:
    return Mend(str(get_manifest(slug).title), reverse("console:module", args=[slug]))
