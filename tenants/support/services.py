"""The acts of both sides: tim pusat asks, withdraws and enters; the Pemda's IT admin grants, refuses and revokes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.errors import NotAllowed
from tenants.models import Pemda
from tenants.router import PUBLIC
from tenants.support import tasks
from tenants.support.errors import (
    SupportAsked,
    SupportDecided,
    SupportHours,
    SupportNeedsReason,
    SupportNotOpen,
    SupportPlaceClosed,
)
from tenants.support.models import ANSWER_WITHIN, LEAST_HOURS, MOST_HOURS, SupportAccess

State = SupportAccess.State


def _require_central(actor: Person) -> None:
    if not (actor.is_active and actor.kind == Person.Kind.CENTRAL):
        raise NotAllowed


def _require_own_admin(actor: Person) -> None:
    """Support itself must never decide about support."""
    if actor.support is not None:
        raise NotAllowed
    require_admin(actor)


# --- tim pusat ----------------------------------------------------------------------------------------


def ask_access(*, pemda_code: str, reason: str, hours: int, wants_write: bool, actor: Person) -> SupportAccess:
    """Ask a Pemda to let the actor in; nothing opens until its IT admin says so."""
    _require_central(actor)
    if not reason.strip():
        raise SupportNeedsReason(field="reason")
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        raise SupportHours
    if not Pemda.objects.filter(pk=pemda_code, state=Pemda.State.ACTIVE).exists():
        raise SupportPlaceClosed(field="pemda")
    access = SupportAccess(
        pemda_code=pemda_code,
        reason=reason.strip()[:500],
        hours=hours,
        wants_write=wants_write,
        asked_by=actor.name,
        asked_by_id=actor.pk,
    )
    _forget_stale(pemda_code, actor)
    try:
        with transaction.atomic(), transaction.atomic(using=PUBLIC):
            access.save(force_insert=True)
            _note("support.asked", access, actor, reason=access.reason, hours=hours)
            _after_commit(lambda: tasks.tell_of_question.delay(pemda=pemda_code, access_id=str(access.pk)))
    except IntegrityError:
        raise SupportAsked from None
    return access


def _forget_stale(pemda_code: str, actor: Person) -> None:
    old = SupportAccess.objects.filter(
        pemda_code=pemda_code,
        asked_by_id=actor.pk,
        state=State.ASKED,
        asked_at__lt=timezone.now() - ANSWER_WITHIN,
    )
    old.update(state=State.WITHDRAWN, ended_at=timezone.now())


def leave_access(*, access: SupportAccess, actor: Person) -> SupportAccess:
    """Take the question back, or give the access up before its time."""
    _require_central(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        access = _locked(access)
        if access.asked_by_id != actor.pk or not (access.state == State.ASKED or access.is_open()):
            raise SupportDecided
        _end(access, State.WITHDRAWN, actor)
        _note("support.left", access, actor)
        _after_commit(lambda: tasks.note_in_pemda.delay(pemda=access.pemda_code, access_id=str(access.pk)))
    return access


# --- the Pemda ----------------------------------------------------------------------------------------


def grant_access(*, access: SupportAccess, may_write: bool, actor: Person) -> SupportAccess:
    """Let the person of tim pusat in for the hours asked for, from now on; reading only unless `may_write`."""
    _require_own_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        access = _waiting(access)
        now = timezone.now()
        access.state, access.may_write = State.GRANTED, may_write and access.wants_write
        access.starts_at, access.expires_at = now, now + timedelta(hours=access.hours)
        access.person_id = _marked_person(access).pk
        _decide(access, actor)
        _note("support.granted", access, actor, until=access.expires_at.isoformat(), write=access.may_write)
    return access


def _marked_person(access: SupportAccess) -> Person:
    """Whom this Pemda's tables name for what is done: nobody can sign in as this person, who has no contact at all."""
    person = Person(name=f"Tim Pusat · {access.asked_by}"[:120], kind=Person.SUPPORT, is_active=False)
    person.set_unusable_password()
    person.save()
    return person


def refuse_access(*, access: SupportAccess, reason: str, actor: Person) -> SupportAccess:
    """Say no."""
    _require_own_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        access = _waiting(access)
        access.state, access.refusal = State.REFUSED, reason.strip()[:300]
        _decide(access, actor)
        _note("support.refused", access, actor, reason=access.refusal)
    return access


def revoke_access(*, access: SupportAccess, actor: Person) -> SupportAccess:
    """End the access at once: the next request of its session is turned away."""
    _require_own_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        access = _own(access)
        if not access.is_open():
            raise SupportNotOpen
        _end(access, State.REVOKED, actor)
        _note("support.revoked", access, actor)
        _after_commit(lambda: tasks.tell_pusat.delay(access_id=str(access.pk)))
    return access


# --- both ---------------------------------------------------------------------------------------------


def _locked(access: SupportAccess) -> SupportAccess:
    return SupportAccess.objects.select_for_update().get(pk=access.pk)


def _own(access: SupportAccess) -> SupportAccess:
    if access.pemda_code != current_pemda().code:
        raise SupportNotOpen
    return _locked(access)


def _waiting(access: SupportAccess) -> SupportAccess:
    access = _own(access)
    if access.state != State.ASKED or access.is_stale:
        raise SupportDecided
    return access


def _decide(access: SupportAccess, actor: Person) -> None:
    access.decided_by, access.decided_by_key = actor.name, f"{access.pemda_code}:{actor.pk}"
    access.decided_at = timezone.now()
    access.save(
        update_fields=[
            *("state", "may_write", "starts_at", "expires_at", "person_id", "refusal"),
            *("decided_by", "decided_by_key", "decided_at"),
        ]
    )
    _after_commit(lambda: tasks.tell_pusat.delay(access_id=str(access.pk)))


def _end(access: SupportAccess, state: State, actor: Person) -> None:
    access.state, access.ended_by, access.ended_at = state, actor.name, timezone.now()
    access.session_digest = access.entry_digest = ""
    access.save(update_fields=["state", "ended_by", "ended_at", "session_digest", "entry_digest"])


def _note(act: str, access: SupportAccess, actor: Person, **changes: Any) -> None:
    facts = {"pemda": access.pemda_code, "access": str(access.pk), **changes}
    record(act=act, subject="support", label=access.asked_by, actor=actor, changes=facts)


def _after_commit(tell: Callable[[], Any]) -> None:
    # A broker that is away loses a notice, not the decision: both sides see it on their pages.
    transaction.on_commit(tell, using=PUBLIC, robust=True)
