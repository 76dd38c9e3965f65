"""The team's acts: each is written to the audit trail of pusat and asked of provisioning, both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction

from adopsi.pusat.selectors import module_name, name_of_code
from provisioning import inspections, rollouts
from provisioning import services as provisioning
from provisioning.models import Pin, Rollout, RolloutTarget, Run
from provisioning.plans.core import plan_upgrade_core
from provisioning.releases import CORE_SLUG
from provisioning.releases.shelf import current_release
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.models import Pemda, Region


@transaction.atomic
def adopt_region(
    *,
    actor: Person,
    region: Region,
    subdomain: str,
    modules: Sequence[str],
    admin_name: str,
    admin_email: str,
    reason: str,
) -> Run:
    """Ask for a new Pemda with its first IT admin; the answer is the run that makes it."""
    record(
        act="pusat.pemda_requested",
        subject="pemda",
        label=region.display_name,
        actor=actor,
        changes={"code": region.code, "modules": list(modules), "admin": admin_email, "reason": reason},
    )
    return provisioning.request_create(
        code=region.code,
        subdomain=subdomain,
        modules=modules,
        admin={"name": admin_name, "email": admin_email},
        reason=reason,
        requested_by=actor.name,
    )


# --- modules of a Pemda -------------------------------------------------------------------------------


@transaction.atomic
def enable_module(*, actor: Person, pemda: Pemda, slug: str, reason: str, plan_token: str = "") -> Run:
    """Ask to enable the module in the Pemda, with what it needs, as the plan said."""
    _record_module("pusat.module_enable_requested", actor, pemda, slug, reason)
    return provisioning.request_enable(
        pemda_code=pemda.code, slug=slug, requested_by=actor.name, reason=reason, plan_token=plan_token
    )


@transaction.atomic
def disable_module(
    *, actor: Person, pemda: Pemda, slug: str, reason: str, plan_token: str = "", with_dependents: bool = False
) -> Run:
    """Ask to park the module in the Pemda, with those that need it if so wished; its data stays there, read-only."""
    _record_module("pusat.module_disable_requested", actor, pemda, slug, reason)
    return provisioning.request_park(
        pemda_code=pemda.code,
        slug=slug,
        requested_by=actor.name,
        reason=reason,
        with_dependents=with_dependents,
        plan_token=plan_token,
    )


@transaction.atomic
def upgrade_module(*, actor: Person, pemda: Pemda, slug: str, reason: str, plan_token: str = "") -> Run:
    """Ask to take the module, or the core (`inti`), of the Pemda to this code base's release."""
    _record_module("pusat.upgrade_requested", actor, pemda, slug, reason)
    if slug == CORE_SLUG:
        # Provisioning takes the core along without a plan, for `adopsi migrate`; people have read one.
        plan = plan_upgrade_core(pemda_code=pemda.code)
        plan.refuse_if_stale(plan_token)
        if plan.blocker:
            raise plan.blocker
    return provisioning.request_upgrade(
        pemda_code=pemda.code, slug=slug, requested_by=actor.name, reason=reason, plan_token=plan_token
    )


def _record_module(act: str, actor: Person, pemda: Pemda, slug: str, reason: str) -> None:
    label = f"{module_name(slug)} · {pemda.region.display_name}"
    changes = {"code": pemda.code, "module": slug, "reason": reason}
    record(act=act, subject="module", label=label, actor=actor, changes=changes)


# --- runs ---------------------------------------------------------------------------------------------


@transaction.atomic
def retry_run(*, actor: Person, run: Run) -> Run:
    """Start a failed run again from where its journal stands."""
    record(act="pusat.run_retried", subject=run, actor=actor, label=str(run), changes={"code": run.pemda_code})
    return provisioning.retry_run(run=run, requested_by=actor.name)


@transaction.atomic
def cancel_run(*, actor: Person, run: Run) -> Run:
    """Stop a run that has changed nothing yet."""
    record(act="pusat.run_cancelled", subject=run, actor=actor, label=str(run), changes={"code": run.pemda_code})
    return provisioning.cancel_run(run=run, requested_by=actor.name)


@transaction.atomic
def undo_run(*, actor: Person, run: Run, reason: str, plan_token: str = "") -> Run:
    """Ask to take a finished run back; the answer is the run that does it."""
    changes = {"code": run.pemda_code, "module": run.subject, "reason": reason}
    record(act="pusat.run_undo_requested", subject=run, actor=actor, label=str(run), changes=changes)
    return provisioning.request_undo(run=run, requested_by=actor.name, reason=reason, plan_token=plan_token)


# --- rollouts -----------------------------------------------------------------------------------------


@transaction.atomic
def start_rollout(
    *, actor: Person, slug: str, reason: str, error_budget: int, soak_hours: int, ignores_windows: bool
) -> Rollout:
    """Send the module's current release out to every Pemda that has an older one, ring after ring."""
    release = current_release(slug)
    changes = {"module": slug, "reason": reason, "error_budget": error_budget, "soak_hours": soak_hours}
    label = f"{module_name(slug)} {release.version}"
    record(act="pusat.rollout_started", subject="rollout", label=label, actor=actor, changes=changes)
    return rollouts.start_rollout(
        slug=slug,
        requested_by=actor.name,
        reason=reason,
        error_budget=error_budget,
        soak_hours=soak_hours,
        ignores_windows=ignores_windows,
    )


@transaction.atomic
def pause_rollout(*, actor: Person, rollout: Rollout) -> Rollout:
    """Let nothing new begin."""
    _record_rollout("pusat.rollout_paused", actor, rollout)
    return rollouts.pause_rollout(rollout=rollout)


@transaction.atomic
def resume_rollout(*, actor: Person, rollout: Rollout) -> Rollout:
    """Go on after a pause or a halt."""
    _record_rollout("pusat.rollout_resumed", actor, rollout)
    return rollouts.resume_rollout(rollout=rollout)


@transaction.atomic
def cancel_rollout(*, actor: Person, rollout: Rollout) -> Rollout:
    """End it; who has the release keeps it."""
    _record_rollout("pusat.rollout_cancelled", actor, rollout)
    return rollouts.cancel_rollout(rollout=rollout)


@transaction.atomic
def retry_target(*, actor: Person, target: RolloutTarget) -> RolloutTarget:
    """Try a failed or skipped Pemda of a rollout again."""
    _record_rollout("pusat.rollout_target_retried", actor, target.rollout, {"code": target.pemda_code})
    return rollouts.retry_target(target=target)


def _record_rollout(act: str, actor: Person, rollout: Rollout, changes: dict[str, str] | None = None) -> None:
    label = f"{module_name(rollout.slug)} {rollout.version}"
    record(act=act, subject=rollout, label=label, actor=actor, changes={"module": rollout.slug, **(changes or {})})


# --- a Pemda's wishes on upgrades ---------------------------------------------------------------------


@transaction.atomic
def choose_ring(
    *, actor: Person, pemda: Pemda, ring: str, window_starts: time | None, window_ends: time | None
) -> Pemda:
    """When new releases come to the Pemda."""
    hours = f"{window_starts:%H.%M}-{window_ends:%H.%M}" if window_starts and window_ends else ""
    _record_wish("pusat.ring_chosen", actor, pemda, {"ring": [pemda.ring, ring], "window": hours})
    return rollouts.choose_ring(pemda_code=pemda.code, ring=ring, window_starts=window_starts, window_ends=window_ends)


@transaction.atomic
def pause_upgrades(*, actor: Person, pemda: Pemda, until: date | None, reason: str = "") -> Pemda:
    """Hold every new release off until the day has passed; None ends the pause."""
    act = "pusat.upgrades_paused" if until else "pusat.upgrades_resumed"
    _record_wish(act, actor, pemda, {"until": until.isoformat() if until else "", "reason": reason})
    return rollouts.pause_upgrades(pemda_code=pemda.code, until=until, reason=reason)


@transaction.atomic
def pin_module(*, actor: Person, pemda: Pemda, slug: str, until: date, reason: str) -> Pin:
    """Keep the module (empty: all of them) on the release that is there, until the day has passed."""
    _record_wish("pusat.module_pinned", actor, pemda, {"module": slug, "until": until.isoformat(), "reason": reason})
    return rollouts.pin(pemda_code=pemda.code, slug=slug, reason=reason, until=until, by=actor.name)


@transaction.atomic
def unpin_module(*, actor: Person, pemda: Pemda, slug: str) -> None:
    """Let new releases of the module come again."""
    _record_wish("pusat.module_unpinned", actor, pemda, {"module": slug})
    rollouts.unpin(pemda_code=pemda.code, slug=slug)


def _record_wish(act: str, actor: Person, pemda: Pemda, changes: dict[str, object]) -> None:
    changes = {"code": pemda.code, **changes}
    record(act=act, subject="pemda", label=pemda.region.display_name, actor=actor, changes=changes)


# --- drift --------------------------------------------------------------------------------------------


def look_for_drift(*, actor: Person, pemda_code: str = "") -> None:
    """Ask the worker to compare the tables of one Pemda, or of all, with their releases."""
    with transaction.atomic():
        label = name_of_code(pemda_code) if pemda_code else ""
        record(act="pusat.drift_looked_for", subject="pemda", label=label, actor=actor, changes={"code": pemda_code})
    inspections.ask_to_look(pemda_code=pemda_code)


@transaction.atomic
def repair_module(*, actor: Person, pemda: Pemda, slug: str, reason: str) -> Run:
    """Ask to bring the module's tables and rights in the Pemda back to what its release says."""
    _record_module("pusat.repair_requested", actor, pemda, slug, reason)
    return provisioning.request_repair(pemda_code=pemda.code, slug=slug, requested_by=actor.name, reason=reason)
