"""Asking for operations: refuse at once what cannot work, write the journal, hint the worker."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError

from catalog.registry import get_manifest
from provisioning import journal
from provisioning.errors import (
    InvalidSubdomain,
    ModuleConflict,
    NotAutonomous,
    NotCancellable,
    NothingToRepair,
    NotRetryable,
    PemdaExists,
    RunUnderWay,
    SubdomainTaken,
    UnknownPemda,
)
from provisioning.keys import NO_KEY, RequestKey, find_run
from provisioning.models import Drift, Run, RunStep
from provisioning.plans import Plan, plan_enable, plan_park, plan_undo, plan_upgrade, rules
from provisioning.releases import CORE_SLUG
from tenants.models import Pemda, Region
from tenants.places.regions import UnknownRegion, default_subdomain, normalise_code
from tenants.router import PUBLIC

log = logging.getLogger("adopsi.provisioning")
SUBDOMAIN = re.compile(r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")
RESERVED_SUBDOMAINS = {"www", "pusat", "api", "mail", "admin", "static", "status", "adopsi"}


def request_create(
    *,
    code: str,
    requested_by: str,
    subdomain: str = "",
    modules: Sequence[str] = (),
    admin: dict[str, str] | None = None,
    reason: str = "",
    is_owner: bool = False,
    brand: dict[str, str] | None = None,
    demonstration: bool = False,
    key: RequestKey = NO_KEY,
) -> Run:
    """Ask for a new Pemda; the answer is its run, at once. The worker does the rest."""
    code = normalise_code(code)
    if same := find_run(pemda_code=code, key=key):
        return same
    subdomain = subdomain_for(code=code, wish=subdomain)
    arguments = {
        "subdomain": subdomain,
        "modules": _checked_modules(modules),
        "admin": admin,
        "is_owner": is_owner,
        "brand": brand or {},
        "demonstration": demonstration,
    }
    return _open("create_pemda", code, "", arguments, requested_by, reason, key)


def subdomain_for(*, code: str, wish: str = "") -> str:
    """The address that a new Pemda of the region would have; raises the refusal where the region cannot adopt."""
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise UnknownRegion
    if not region.is_autonomous:
        raise NotAutonomous
    if Pemda.objects.filter(pk=code).exists():
        raise PemdaExists
    subdomain = (wish or default_subdomain(code)).strip().lower()
    if not SUBDOMAIN.match(subdomain):
        raise InvalidSubdomain(subdomain)
    if subdomain in RESERVED_SUBDOMAINS or Pemda.objects.filter(subdomain=subdomain).exists():
        raise SubdomainTaken(subdomain)
    return subdomain


def _checked_modules(slugs: Sequence[str]) -> list[str]:
    order = rules.in_order(slugs)
    versions = {slug: get_manifest(slug).version for slug in order}
    if conflicts := rules.conflicts_among(versions, order):
        raise ModuleConflict(get_manifest(slug).title for slug in conflicts)
    return order


def request_enable(
    *,
    pemda_code: str,
    slug: str,
    requested_by: str,
    reason: str = "",
    demonstration: bool = False,
    plan_token: str = "",
    key: RequestKey = NO_KEY,
) -> Run:
    """Ask to enable a module together with what it needs; a parked one comes back with its data."""
    if same := find_run(pemda_code=pemda_code, key=key):
        return same
    plan = _accepted(plan_enable(slug=slug, pemda_code=pemda_code), plan_token, "enable_module")
    arguments = {"demonstration": demonstration, "modules": [manifest.slug for manifest in plan.manifests]}
    return _open("enable_module", pemda_code, slug, arguments, requested_by, reason, key)


def request_park(
    *,
    pemda_code: str,
    slug: str,
    requested_by: str,
    reason: str = "",
    with_dependents: bool = False,
    plan_token: str = "",
    key: RequestKey = NO_KEY,
) -> Run:
    """Ask to park a module: its data stays, read-only, and everything else of it goes dark."""
    if same := find_run(pemda_code=pemda_code, key=key):
        return same
    plan = plan_park(slug=slug, pemda_code=pemda_code, with_dependents=with_dependents)
    _accepted(plan, plan_token, "park_module")
    arguments = {"with_dependents": with_dependents}
    return _open("park_module", pemda_code, slug, arguments, requested_by, reason, key)


def request_upgrade(
    *,
    pemda_code: str,
    slug: str,
    requested_by: str,
    reason: str = "",
    plan_token: str = "",
    key: RequestKey = NO_KEY,
) -> Run:
    """Ask to take a module, or the core (`inti`), to this code base's release."""
    if same := find_run(pemda_code=pemda_code, key=key):
        return same
    if slug == CORE_SLUG:
        _must_exist(pemda_code)
        return _open("upgrade_core", pemda_code, slug, {}, requested_by, reason, key)
    _accepted(plan_upgrade(slug=slug, pemda_code=pemda_code), plan_token, "upgrade_module")
    return _open("upgrade_module", pemda_code, slug, {}, requested_by, reason, key)


def request_undo(
    *, run: Run, requested_by: str, reason: str = "", plan_token: str = "", key: RequestKey = NO_KEY
) -> Run:
    """Ask to take a finished run back, within its window."""
    if same := find_run(pemda_code=run.pemda_code, key=key):
        return same
    _accepted(plan_undo(run=run), plan_token, "undo_run")
    # A failed attempt no longer stands for the run that it was to undo.
    Run.objects.filter(undoes=run, state__in=[Run.State.FAILED, Run.State.CANCELLED]).update(undoes=None)
    return _open("undo_run", run.pemda_code, run.subject, {}, requested_by, reason, key, undoes=run)


def request_repair(*, pemda_code: str, slug: str, requested_by: str, reason: str = "") -> Run:
    """Ask to bring a module's tables and rights, or the core's (`inti`), back to what the release says."""
    _must_exist(pemda_code)
    if not Drift.objects.filter(pemda_code=pemda_code, slug=slug).exists():
        raise NothingToRepair
    return _open("repair_module", pemda_code, slug, {}, requested_by, reason)


def _accepted(plan: Plan, token: str, operation: str) -> Plan:
    """The plan, if it is what was read and nothing stands in its way."""
    plan.refuse_if_stale(token)
    rules.first_problem(plan.blockers)
    others = Run.objects.filter(pemda_code=plan.pemda_code, subject=plan.slug, state__in=Run.UNFINISHED)
    if other := others.exclude(operation=operation).first():
        raise RunUnderWay(other.title)
    return plan


def retry_run(*, run: Run, requested_by: str) -> Run:
    """Start a failed run again from where its journal stands."""
    with transaction.atomic(using=PUBLIC):
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.state != Run.State.FAILED:
            raise NotRetryable
        run.state, run.error, run.error_code, run.finished_at = Run.State.QUEUED, "", "", None
        run.attempts, run.is_cancel_requested = 0, False
        run.save(update_fields=["state", "error", "error_code", "finished_at", "attempts", "is_cancel_requested"])
        run.steps.filter(state=RunStep.State.FAILED).update(state=RunStep.State.WAITING)
    log.info("run retried run=%s by=%s", run.pk, requested_by)
    hint(run)
    return run


def cancel_run(*, run: Run, requested_by: str) -> Run:
    """Stop a run that has changed nothing yet: at once while it waits, at its next step while it works."""
    with transaction.atomic(using=PUBLIC):
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.is_finished or run.committed_at is not None:
            raise NotCancellable
        run.is_cancel_requested = True
        run.save(update_fields=["is_cancel_requested"])
    log.info("run cancel asked run=%s by=%s", run.pk, requested_by)
    hint(run)
    return run


def _must_exist(code: str) -> None:
    if not Pemda.objects.filter(pk=code).exists():
        raise UnknownPemda(code)


def _open(
    operation: str,
    code: str,
    subject: str,
    arguments: dict[str, Any],
    requested_by: str,
    reason: str,
    key: RequestKey = NO_KEY,
    undoes: Run | None = None,
) -> Run:
    run, is_new = journal.open_run(
        operation=operation,
        pemda_code=code,
        subject=subject,
        arguments=arguments,
        requested_by=requested_by,
        reason=reason,
        key=key,
        undoes=undoes,
    )
    if is_new:
        hint(run)
    return run


def hint(run: Run) -> None:
    """Tell the worker that there is something to do; if nobody hears it, the sweeper will find the run."""
    try:
        current_app.send_task("provisioning.tasks.drive_run", kwargs={"run_id": str(run.pk)}, queue="provisioning")
    except BrokerError:
        log.warning("broker unreachable; run %s waits for the sweeper", run.pk)
