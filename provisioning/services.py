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
from provisioning import journal, plans
from provisioning.errors import (
    AlreadyActive,
    InvalidSubdomain,
    NotAutonomous,
    NotRetryable,
    PemdaExists,
    RequirementUnmet,
    SubdomainTaken,
    UnknownPemda,
)
from provisioning.models import Run, RunStep
from provisioning.registry import OPERATIONS
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
) -> Run:
    """Ask for a new Pemda; the answer is its run, at once. The worker does the rest."""
    code = normalise_code(code)
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise UnknownRegion
    if not region.is_autonomous:
        raise NotAutonomous
    if Pemda.objects.filter(pk=code).exists():
        raise PemdaExists
    subdomain = (subdomain or default_subdomain(code)).strip().lower()
    if not SUBDOMAIN.match(subdomain):
        raise InvalidSubdomain(subdomain)
    if subdomain in RESERVED_SUBDOMAINS or Pemda.objects.filter(subdomain=subdomain).exists():
        raise SubdomainTaken(subdomain)
    arguments = {
        "subdomain": subdomain,
        "modules": _in_order(modules),
        "admin": admin,
        "is_owner": is_owner,
        "brand": brand or {},
        "demonstration": demonstration,
    }
    return _open("create_pemda", code, "", arguments, requested_by, reason)


def _in_order(slugs: Sequence[str]) -> list[str]:
    """The modules with each one's requirements before it; refuses a set that lacks a requirement."""
    chosen = list(dict.fromkeys(slugs))
    ordered: list[str] = []

    def place(slug: str) -> None:
        for requirement in get_manifest(slug).requires:
            if requirement.slug not in chosen:
                raise RequirementUnmet([str(get_manifest(requirement.slug).title)])
            place(requirement.slug)
        if slug not in ordered:
            ordered.append(slug)

    for slug in chosen:
        place(slug)
    return ordered


def request_enable(
    *,
    pemda_code: str,
    slug: str,
    requested_by: str,
    reason: str = "",
    demonstration: bool = False,
    repeat_is_fine: bool = False,
) -> Run | None:
    """Ask to enable a module; with `repeat_is_fine` a module that is on already gives None instead of a refusal."""
    _must_exist(pemda_code)
    try:
        plans.check_enable(slug=slug, pemda_code=pemda_code)
    except AlreadyActive:
        if repeat_is_fine:
            return None
        raise
    except RequirementUnmet:
        # A new Pemda's modules are queued together; the run itself checks again when its turn comes.
        if not repeat_is_fine:
            raise
    arguments = {"demonstration": demonstration}
    return _open("enable_module", pemda_code, slug, arguments, requested_by, reason)


def request_disable(*, pemda_code: str, slug: str, requested_by: str, reason: str = "") -> Run:
    """Ask to disable a module; its data stays, read-only."""
    _must_exist(pemda_code)
    plans.check_disable(slug=slug, pemda_code=pemda_code)
    return _open("disable_module", pemda_code, slug, {}, requested_by, reason)


def request_upgrade(*, pemda_code: str, requested_by: str, reason: str = "") -> Run:
    """Ask to bring a Pemda's tables to this code base."""
    _must_exist(pemda_code)
    return _open("upgrade_pemda", pemda_code, "", {}, requested_by, reason)


def retry_run(*, run: Run, requested_by: str) -> Run:
    """Start a failed run again from where its journal stands."""
    with transaction.atomic(using=PUBLIC):
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.state != Run.State.FAILED:
            raise NotRetryable
        run.state, run.error, run.error_code, run.finished_at = Run.State.QUEUED, "", "", None
        run.save(update_fields=["state", "error", "error_code", "finished_at"])
        run.steps.filter(state=RunStep.State.FAILED).update(state=RunStep.State.WAITING)
    log.info("run retried run=%s by=%s", run.pk, requested_by)
    hint(run)
    return run


def _must_exist(code: str) -> None:
    if not Pemda.objects.filter(pk=code).exists():
        raise UnknownPemda(code)


def _open(operation: str, code: str, subject: str, arguments: dict[str, Any], requested_by: str, reason: str) -> Run:
    run, is_new = journal.open_run(
        operation=operation,
        steps=OPERATIONS[operation].step_names,
        pemda_code=code,
        subject=subject,
        arguments=arguments,
        requested_by=requested_by,
        reason=reason,
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
