"""Acts of an IT admin on their Pemda: who asked stands in the audit trail, the run in the journal; both or neither.

The entry is written first: when the request is refused, it is rolled back with it.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction

from catalog.registry import get_manifest
from provisioning import rollouts
from provisioning import services as provisioning
from provisioning.erasures import services as erasures
from provisioning.keys import NO_KEY, RequestKey
from provisioning.models import Erasure, Pin, Run
from provisioning.sandboxes import services as sandboxes
from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.models import Pemda


def _note(act: str, *, actor: Person, slug: str = "", label: str = "", **changes: Any) -> None:
    require_admin(actor)
    title = label or (str(get_manifest(slug).title) if slug else act)
    kept = {name: value for name, value in changes.items() if value not in ("", None)}
    record(act=act, subject="module" if slug else "pemda", label=title, actor=actor, changes=kept)


# --- modules ------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_enable(
    *,
    pemda_code: str,
    slug: str,
    reason: str,
    actor: Person,
    demonstration: bool = False,
    plan_token: str = "",
    key: RequestKey = NO_KEY,
) -> Run:
    """Ask for the run that enables the module; where one is under way already, that one is the answer."""
    _note("module.enable_requested", slug=slug, actor=actor, reason=reason)
    return provisioning.request_enable(
        pemda_code=pemda_code,
        slug=slug,
        requested_by=actor.name,
        reason=reason,
        demonstration=demonstration,
        plan_token=plan_token,
        key=key,
    )


@transaction.atomic
def ask_to_park(
    *,
    pemda_code: str,
    slug: str,
    reason: str,
    actor: Person,
    with_dependents: bool = False,
    plan_token: str = "",
    key: RequestKey = NO_KEY,
) -> Run:
    """Ask for the run that parks the module, with those that need it where wished; the data stays, read-only."""
    _note("module.disable_requested", slug=slug, actor=actor, reason=reason)
    return provisioning.request_park(
        pemda_code=pemda_code,
        slug=slug,
        requested_by=actor.name,
        reason=reason,
        with_dependents=with_dependents,
        plan_token=plan_token,
        key=key,
    )


@transaction.atomic
def ask_to_upgrade(
    *, pemda_code: str, slug: str, reason: str, actor: Person, plan_token: str = "", key: RequestKey = NO_KEY
) -> Run:
    """Ask for the run that takes the module to the newest release."""
    _note("module.upgrade_requested", slug=slug, actor=actor, reason=reason)
    return provisioning.request_upgrade(
        pemda_code=pemda_code,
        slug=slug,
        requested_by=actor.name,
        reason=reason,
        plan_token=plan_token,
        key=key,
    )


# --- runs ---------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_undo(*, run: Run, reason: str, actor: Person, plan_token: str = "", key: RequestKey = NO_KEY) -> Run:
    """Ask for the run that takes a finished one back."""
    _note("run.undo_requested", actor=actor, label=str(run), reason=reason, run=str(run.pk))
    return provisioning.request_undo(
        run=run,
        requested_by=actor.name,
        reason=reason,
        plan_token=plan_token,
        key=key,
    )


@transaction.atomic
def cancel_run(*, run: Run, actor: Person) -> Run:
    """Stop a run that has changed nothing yet."""
    _note("run.cancelled", actor=actor, label=str(run), run=str(run.pk))
    return provisioning.cancel_run(run=run, requested_by=actor.name)


@transaction.atomic
def retry_run(*, run: Run, actor: Person) -> Run:
    """Start a failed run again from where its journal stands."""
    _note("run.retried", actor=actor, label=str(run), run=str(run.pk))
    return provisioning.retry_run(run=run, requested_by=actor.name)


# --- releases -----------------------------------------------------------------------------------------


@transaction.atomic
def choose_ring(
    *, pemda_code: str, ring: str, window_starts: time | None, window_ends: time | None, actor: Person
) -> Pemda:
    """Choose when new releases come: the ring, and the hours of the Pemda's own clock."""
    window = f"{window_starts:%H.%M}–{window_ends:%H.%M}" if window_starts and window_ends else ""
    _note("release.ring_chosen", actor=actor, label=pemda_code, ring=ring, window=window)
    return rollouts.choose_ring(pemda_code=pemda_code, ring=ring, window_starts=window_starts, window_ends=window_ends)


@transaction.atomic
def pause_upgrades(*, pemda_code: str, until: date, reason: str, actor: Person) -> Pemda:
    """Hold every new release off until the day has passed."""
    _note("release.paused", actor=actor, label=pemda_code, until=until.isoformat(), reason=reason)
    return rollouts.pause_upgrades(pemda_code=pemda_code, until=until, reason=reason)


@transaction.atomic
def resume_upgrades(*, pemda_code: str, actor: Person) -> Pemda:
    """Let new releases come again."""
    _note("release.resumed", actor=actor, label=pemda_code)
    return rollouts.pause_upgrades(pemda_code=pemda_code, until=None)


@transaction.atomic
def pin_module(*, pemda_code: str, slug: str, until: date, reason: str, actor: Person) -> Pin:
    """Stay on the module's present release until the day has passed."""
    _note("release.pinned", slug=slug, actor=actor, until=until.isoformat(), reason=reason)
    return rollouts.pin(pemda_code=pemda_code, slug=slug, reason=reason, until=until, by=actor.name)


@transaction.atomic
def unpin_module(*, pemda_code: str, slug: str, actor: Person) -> None:
    """Let new releases of the module come again."""
    _note("release.unpinned", slug=slug, actor=actor)
    rollouts.unpin(pemda_code=pemda_code, slug=slug)


# --- sandboxes ----------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_sandbox(*, pemda_code: str, days: int, reason: str, actor: Person) -> Run:
    """Ask for a copy of the Pemda with invented people; the actor is invited as its IT admin."""
    _note("sandbox.requested", actor=actor, label=pemda_code, days=days, reason=reason)
    admin = {"name": actor.name, "email": actor.email} if actor.email else None
    return sandboxes.request_sandbox(
        pemda_code=pemda_code, requested_by=actor.name, reason=reason, days=days, admin=admin
    )


@transaction.atomic
def ask_to_drop_sandbox(*, code: str, actor: Person) -> Run:
    """Ask to drop one of the Pemda's sandboxes."""
    _note("sandbox.drop_requested", actor=actor, label=code)
    return sandboxes.request_drop_sandbox(code=code, requested_by=actor.name)


# --- erasures -----------------------------------------------------------------------------------------


def key_of(actor: Person, pemda_code: str) -> str:
    """What tells this person from every other who may ask or approve."""
    return f"{pemda_code}:{actor.pk}"


@transaction.atomic
def ask_to_erase(*, pemda_code: str, slug: str, reason: str, actor: Person) -> Erasure:
    """Ask to erase a parked module's data; another person must approve."""
    _note("erasure.asked", slug=slug, actor=actor, reason=reason)
    return erasures.ask_erasure(
        pemda_code=pemda_code,
        slug=slug,
        reason=reason,
        asked_by=actor.name,
        asked_by_key=key_of(actor, pemda_code),
    )


@transaction.atomic
def approve_erasure(*, erasure: Erasure, actor: Person) -> Run:
    """The second person's word, which starts the erasure."""
    _note("erasure.approved", slug=erasure.slug, actor=actor, erasure=str(erasure.pk))
    key = key_of(actor, erasure.pemda_code)
    return erasures.approve_erasure(erasure=erasure, approved_by=actor.name, approved_by_key=key)


@transaction.atomic
def refuse_erasure(*, erasure: Erasure, actor: Person) -> None:
    """Say no to an erasure, or take the own wish back."""
    _note("erasure.refused", slug=erasure.slug, actor=actor, erasure=str(erasure.pk))
    key = key_of(actor, erasure.pemda_code)
    erasures.refuse_erasure(erasure=erasure, refused_by=actor.name, refused_by_key=key)


@transaction.atomic
def try_erasure_again(*, erasure: Erasure, actor: Person) -> Run:
    """Start the failed run of an approved erasure again."""
    _note("run.retried", slug=erasure.slug, actor=actor, erasure=str(erasure.pk))
    return erasures.try_again(erasure=erasure, requested_by=actor.name)


def note_erasure_download(*, erasure: Erasure, file_name: str, actor: Person) -> None:
    """Whoever takes a copy of a module's whole data stands in the audit trail."""
    _note("erasure.downloaded", slug=erasure.slug, actor=actor, erasure=str(erasure.pk), file=file_name)
