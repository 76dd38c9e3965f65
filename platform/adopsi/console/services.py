"""Acts of an IT admin on the modules of their Pemda: who asked stands in the audit trail, the run in the journal."""

from __future__ import annotations

from django.db import transaction

from catalog.registry import get_manifest
from provisioning.models import Run
from provisioning.services import request_disable, request_enable
from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record


@transaction.atomic
def ask_to_enable(*, pemda_code: str, slug: str, reason: str, actor: Person, demonstration: bool = False) -> Run | None:
    """Ask for the run that enables the module; where one is under way already, that one is the answer."""
    require_admin(actor)
    run = request_enable(
        pemda_code=pemda_code, slug=slug, requested_by=actor.name, reason=reason, demonstration=demonstration
    )
    _note("module.enable_requested", slug=slug, reason=reason, actor=actor)
    return run


@transaction.atomic
def ask_to_disable(*, pemda_code: str, slug: str, reason: str, actor: Person) -> Run:
    """Ask for the run that disables the module; its data stays, read-only."""
    require_admin(actor)
    run = request_disable(pemda_code=pemda_code, slug=slug, requested_by=actor.name, reason=reason)
    _note("module.disable_requested", slug=slug, reason=reason, actor=actor)
    return run


def _note(act: str, *, slug: str, reason: str, actor: Person) -> None:
    changes = {"reason": reason} if reason else {}
    record(act=act, subject="module", label=str(get_manifest(slug).title), actor=actor, changes=changes)
