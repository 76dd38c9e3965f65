"""Acts on many people or OPD at once, and taking them back within some minutes.

Each thing is changed by the same act as alone, with its own line in the trail; what cannot be changed is told with
its reason and stays as it was. Who did it can take it back from the same session.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.errors import DomainError
from tenants.organisation.models import Opd, RoleGrant
from tenants.organisation.services import grant_role, revoke_role, save_opd, set_active

UNDO_WITHIN = timedelta(minutes=10)
SESSION_KEY = "console_undo"
MOST_AT_ONCE = 200
PEOPLE, UNITS = "people", "opd"


class NothingChosen(DomainError):
    """Nothing was ticked."""

    code = "nothing_chosen"
    message = _("Centang dulu paling sedikit satu baris.")
    http_status = 422


class TooManyChosen(DomainError):
    """More than one act takes at once."""

    code = "too_many_chosen"
    message = _("Paling banyak 200 baris sekaligus.")
    http_status = 422


class OwnAccount(DomainError):
    """Who closes many accounts must not lock themselves out by the way."""

    code = "own_account"
    message = _("Ini akun Anda sendiri.")


class AlreadySo(DomainError):
    """It is as it would become."""

    code = "already_so"
    message = _("Sudah demikian sebelumnya.")


class OnlyStaff(DomainError):
    """Roles are for those who work here."""

    code = "only_staff"
    message = _("Peran hanya untuk petugas dan Admin TI.")


class UndoOver(DomainError):
    """The minutes are over, or it was taken back already."""

    code = "undo_over"
    message = _("Waktu untuk mengurungkan sudah lewat, atau sudah diurungkan.")


@dataclass(slots=True)
class Outcome:
    """What became of each: the keys of what changed, and who was refused with the reason."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Undo:
    """What can still be taken back: the kind of list, the act, the keys, and until when."""

    token: str
    kind: str
    act: str
    keys: list[int]
    until: Any

    @property
    def count(self) -> int:
        """How many things it would bring back."""
        return len(self.keys)

    @property
    def minutes(self) -> int:
        """How many minutes are left, at least one."""
        return max(1, round((self.until - timezone.now()).total_seconds() / 60))


Rows = Iterable[Any]


def chosen_people(keys: Iterable[str]) -> list[Person]:
    """The ticked people, by name."""
    return list(Person.objects.filter(pk__in=_numbers(keys)).exclude(kind=Person.SUPPORT))


def chosen_units(keys: Iterable[str]) -> list[Opd]:
    """The ticked OPD, by name."""
    return list(Opd.objects.filter(pk__in=_numbers(keys)).select_related("parent"))


def _numbers(keys: Iterable[str]) -> list[int]:
    numbers = [int(key) for key in dict.fromkeys(keys) if key.isdecimal() and len(key) < 19]
    if not numbers:
        raise NothingChosen
    if len(numbers) > MOST_AT_ONCE:
        raise TooManyChosen
    return numbers


# --- acts ---------------------------------------------------------------------------------------------


@transaction.atomic
def close_people(*, people: Rows, actor: Person) -> Outcome:
    """Close these accounts; one's own and the last IT admin's stay open."""
    return _each(people, lambda person: _close(person, actor), act="people.many_closed", actor=actor)


def _close(person: Person, actor: Person) -> int:
    if person.pk == actor.pk:
        raise OwnAccount
    if not person.is_active:
        raise AlreadySo
    set_active(person=person, is_active=False, actor=actor)
    return person.pk


@transaction.atomic
def reopen_people(*, people: Rows, actor: Person) -> Outcome:
    """Open these accounts again, with the roles they had."""
    return _each(people, lambda person: _reopen(person, actor), act="people.many_opened", actor=actor)


def _reopen(person: Person, actor: Person) -> int:
    if person.is_active:
        raise AlreadySo
    set_active(person=person, is_active=True, actor=actor)
    return person.pk


@transaction.atomic
def grant_many(*, people: Rows, role: str, opd: Opd | None, actor: Person) -> Outcome:
    """Give each of them the role; the outcome's keys are those of the new grants."""
    return _each(people, lambda person: _grant(person, role, opd, actor), act="people.many_granted", actor=actor)


def _grant(person: Person, role: str, opd: Opd | None, actor: Person) -> int:
    if person.is_citizen:
        raise OnlyStaff
    if RoleGrant.objects.filter(person=person, role=role, opd=opd).exists():
        raise AlreadySo
    return grant_role(person=person, role=role, opd=opd, actor=actor).pk


@transaction.atomic
def close_units(*, units: Rows, actor: Person) -> Outcome:
    """Close these OPD, the lowest first, so that a unit and those below it can go together."""
    ordered = sorted(units, key=_depth, reverse=True)
    return _each(ordered, lambda opd: _set_open(opd, False, actor), act="opd.many_closed", actor=actor)


@transaction.atomic
def reopen_units(*, units: Rows, actor: Person) -> Outcome:
    """Open these OPD again."""
    return _each(units, lambda opd: _set_open(opd, True, actor), act="opd.many_opened", actor=actor)


def _depth(opd: Opd) -> int:
    depth, above = 0, opd.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _set_open(opd: Opd, is_active: bool, actor: Person) -> int:
    if opd.is_active == is_active:
        raise AlreadySo
    opd.is_active = is_active
    save_opd(opd=opd, actor=actor)
    return opd.pk


def _each(rows: Rows, change: Callable[[Any], int], *, act: str, actor: Person) -> Outcome:
    require_admin(actor)
    outcome = Outcome()
    for row in rows:
        try:
            with transaction.atomic():
                outcome.done.append(change(row))
        except DomainError as refusal:
            outcome.refused.append((str(row), str(refusal.message)))
    if outcome.done:
        changes = {"count": len(outcome.done)}
        record(act=act, subject="people" if act.startswith("people") else "opd", actor=actor, changes=changes)
    return outcome


# --- taking back --------------------------------------------------------------------------------------


def remember(session: Any, *, kind: str, act: str, outcome: Outcome) -> None:
    """Keep in the session what can be taken back; a later act takes the place of an earlier one."""
    until = timezone.now() + UNDO_WITHIN
    kept = {"token": uuid.uuid4().hex, "kind": kind, "act": act, "keys": outcome.done, "until": until.isoformat()}
    session[SESSION_KEY] = kept


def undoable(session: Any, kind: str) -> Undo | None:
    """What this session can still take back in this list."""
    kept = session.get(SESSION_KEY)
    if not kept or kept["kind"] != kind:
        return None
    until = parse_datetime(kept["until"])
    if until is None or until < timezone.now():
        return None
    return Undo(kept["token"], kept["kind"], kept["act"], kept["keys"], until)


def take_back(session: Any, *, kind: str, token: str, actor: Person) -> Outcome:
    """Bring back what the act changed, where it is still as the act left it."""
    undo = undoable(session, kind)
    if undo is None or undo.token != token:
        raise UndoOver
    with transaction.atomic():
        outcome = _BACK[undo.act](undo.keys, actor)
    del session[SESSION_KEY]
    return outcome


def _back_to_open(keys: list[int], actor: Person) -> Outcome:
    people = Person.objects.filter(pk__in=keys)
    return _each(people, lambda person: _reopen(person, actor), act="people.many_undone", actor=actor)


def _back_to_closed(keys: list[int], actor: Person) -> Outcome:
    people = Person.objects.filter(pk__in=keys)
    return _each(people, lambda person: _close(person, actor), act="people.many_undone", actor=actor)


def _without_grants(keys: list[int], actor: Person) -> Outcome:
    grants = RoleGrant.objects.filter(pk__in=keys).select_related("person")
    return _each(grants, lambda grant: _revoke(grant, actor), act="people.many_undone", actor=actor)


def _revoke(grant: RoleGrant, actor: Person) -> int:
    key = grant.pk
    revoke_role(grant=grant, actor=actor)
    return key


def _units_back(is_active: bool) -> Callable[[list[int], Person], Outcome]:
    def back(keys: list[int], actor: Person) -> Outcome:
        units = sorted(Opd.objects.filter(pk__in=keys).select_related("parent"), key=_depth, reverse=not is_active)
        return _each(units, lambda opd: _set_open(opd, is_active, actor), act="opd.many_undone", actor=actor)

    return back


_BACK: dict[str, Callable[[list[int], Person], Outcome]] = {
    "close": _back_to_open,
    "reopen": _back_to_closed,
    "grant": _without_grants,
    "close-opd": _units_back(True),
    "reopen-opd": _units_back(False),
}
