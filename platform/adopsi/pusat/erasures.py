"""The team as the second person of an erasure: what waits, and the word that lets it happen or not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from adopsi.pusat.selectors import module_name, name_of_code
from catalog.errors import UnknownModule
from provisioning.erasures import services as erasures
from provisioning.erasures.marks import key_with
from provisioning.models import Erasure, Run
from provisioning.plans import Plan, plan_purge, with_counts
from tenants.accounts.models import Person
from tenants.audit.services import record


@dataclass(frozen=True, slots=True)
class Terminal:
    """The account of a machine at whose command line somebody signs: its name, and its key `cli:1001`."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What an erasure takes: rows by table as they are now, or as they were erased; None where nobody could count."""

    rows_by_table: dict[str, int | None]

    @property
    def rows(self) -> int | None:
        """All rows together; None where a table was not counted."""
        counts = list(self.rows_by_table.values())
        return None if None in counts else sum(count for count in counts if count is not None)


def loss_of(erasure: Erasure) -> Loss:
    """What would be erased, counted in the Pemda's tables, or what was."""
    if erasure.state != Erasure.State.ASKED:
        return Loss(dict(sorted(erasure.rows_erased.items())))
    plan = _plan(erasure)
    return Loss({table.name: table.rows for table in plan.tables} if plan else {})


def _plan(erasure: Erasure) -> Plan | None:
    try:
        return with_counts(plan_purge(slug=erasure.slug, pemda_code=erasure.pemda_code))
    except UnknownModule:
        # The module may have left the shelf since somebody asked.
        return None


def key_of(actor: Person) -> str:
    """What tells this member of the team from every other who may ask or approve."""
    return f"pusat:{actor.pk}"


def signature_of(actor: Person, terminal: Terminal | None = None) -> tuple[str, str]:
    """The name and the key under which this member of the team signs, from a page or from a terminal."""
    if terminal is None:
        return actor.name, key_of(actor)
    # With the longest name of an account of the machine it fits its column.
    return f"{actor.name[:80]}, {terminal.name}", key_with(key_of(actor), terminal.key)


@transaction.atomic
def ask_erasure(*, actor: Person, pemda_code: str, slug: str, reason: str, terminal: Terminal | None = None) -> Erasure:
    """Ask for the end of a parked module's data; nothing happens before another person approves."""
    name, key = signature_of(actor, terminal)
    erasure = erasures.ask_erasure(pemda_code=pemda_code, slug=slug, reason=reason, asked_by=name, asked_by_key=key)
    _record("pusat.erasure_asked", actor, erasure, reason)
    return erasure


@transaction.atomic
def approve_erasure(*, actor: Person, erasure: Erasure, terminal: Terminal | None = None) -> Run:
    """The second person's word, which starts the run that exports and drops."""
    _record("pusat.erasure_approved", actor, erasure)
    name, key = signature_of(actor, terminal)
    return erasures.approve_erasure(erasure=erasure, approved_by=name, approved_by_key=key)


@transaction.atomic
def refuse_erasure(*, actor: Person, erasure: Erasure, reason: str, terminal: Terminal | None = None) -> None:
    """Say no, with the reason that the Pemda reads."""
    _record("pusat.erasure_refused", actor, erasure, reason)
    name, key = signature_of(actor, terminal)
    erasures.refuse_erasure(erasure=erasure, refused_by=name, refused_by_key=key, reason=reason)


def _record(act: str, actor: Person, erasure: Erasure, reason: str = "") -> None:
    label = f"{module_name(erasure.slug)} · {name_of_code(erasure.pemda_code)}"
    changes = {"code": erasure.pemda_code, "module": erasure.slug, "erasure": str(erasure.pk)}
    record(act=act, subject=erasure, label=label, actor=actor, changes=changes | ({"reason": reason} if reason else {}))
