"""The team's acts: each is written to the audit trail of pusat and asked of provisioning, both or neither."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from catalog.registry import get_manifest
from provisioning import services as provisioning
from provisioning.models import Run
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


@transaction.atomic
def enable_module(*, actor: Person, pemda: Pemda, slug: str, reason: str) -> Run:
    """Ask to enable the module in the Pemda."""
    _record_module("pusat.module_enable_requested", actor, pemda, slug, reason)
    run = provisioning.request_enable(pemda_code=pemda.code, slug=slug, requested_by=actor.name, reason=reason)
    assert run is not None
    return run


@transaction.atomic
def disable_module(*, actor: Person, pemda: Pemda, slug: str, reason: str) -> Run:
    """Ask to disable the module in the Pemda; its data stays there, read-only."""
    _record_module("pusat.module_disable_requested", actor, pemda, slug, reason)
    return provisioning.request_disable(pemda_code=pemda.code, slug=slug, requested_by=actor.name, reason=reason)


def _record_module(act: str, actor: Person, pemda: Pemda, slug: str, reason: str) -> None:
    label = f"{get_manifest(slug).title} · {pemda.region.display_name}"
    changes = {"code": pemda.code, "module": slug, "reason": reason}
    record(act=act, subject="module", label=label, actor=actor, changes=changes)


@transaction.atomic
def upgrade_pemda(*, actor: Person, pemda: Pemda, reason: str) -> Run:
    """Ask to bring the Pemda's tables to this code base."""
    label, changes = pemda.region.display_name, {"code": pemda.code, "reason": reason}
    record(act="pusat.upgrade_requested", subject="pemda", label=label, actor=actor, changes=changes)
    return provisioning.request_upgrade(pemda_code=pemda.code, requested_by=actor.name, reason=reason)


@transaction.atomic
def retry_run(*, actor: Person, run: Run) -> Run:
    """Start a failed run again from where its journal stands."""
    record(act="pusat.run_retried", subject=run, actor=actor, label=str(run), changes={"code": run.pemda_code})
    return provisioning.retry_run(run=run, requested_by=actor.name)
