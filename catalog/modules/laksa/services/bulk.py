"""One act on many reports: what it will do is known before, what it did can be taken back for some minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.modules.laksa.errors import MoveRefused, TextMissing, TooManyChosen
from catalog.modules.laksa.models import BulkAct, Report
from catalog.modules.laksa.roles import HANDLER, VERIFIER
from catalog.modules.laksa.services import handling, verification
from catalog.modules.laksa.states import MOVES, State
from catalog.sdk.errors import DomainError, NotAllowed
from catalog.sdk.people import Opd, Person, has_role
from catalog.sdk.records import record

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What is to be done with each report; fields that the act does not need stay empty."""

    act: str
    opd: Opd | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A report as the officer saw it."""

    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the act fits a report: `refusal` is empty, or says why it will be left out."""

    report: Report
    refusal: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bulk act did: the kept act, and what was left out with the reason."""

    bulk_act: BulkAct
    skipped: list[tuple[str, str]]


Act = Callable[[dict[str, Any], Report, BulkOrder], Any]


def _hand_over(order: dict[str, Any], report: Report, bulk: BulkOrder) -> None:
    if report.state == State.SUBMITTED:
        verification.verify_and_assign(**order, category=report.category, opd=bulk.opd, note=bulk.text)
    else:
        verification.assign_to_opd(**order, opd=bulk.opd, note=bulk.text)


ACTS: dict[str, Act] = {
    "verifikasi": lambda order, report, _bulk: verification.verify_report(**order, category=report.category),
    "disposisi": _hand_over,
    "tolak": lambda order, _report, bulk: verification.reject_report(**order, reason=bulk.text),
    "arsipkan": lambda order, _report, bulk: verification.archive_report(**order, reason=bulk.text),
    "kerjakan": lambda order, _report, bulk: handling.take_up_report(**order, plan=bulk.text),
}
NEEDS_REASON = ("tolak", "arsipkan")
COMES_FROM: dict[str, frozenset[str]] = {
    "verifikasi": frozenset({State.SUBMITTED, State.REOPENED}),
    "disposisi": MOVES[State.ASSIGNED] | {State.SUBMITTED},
    "tolak": MOVES[State.REJECTED],
    "arsipkan": MOVES[State.ARCHIVED],
    "kerjakan": MOVES[State.IN_PROGRESS],
}


def bulk_acts_of(person: Person) -> list[str]:
    """The bulk acts that the person's roles allow."""
    verifies, handles = has_role(person, VERIFIER), has_role(person, HANDLER)
    return [act for act in ACTS if (handles if act == "kerjakan" else verifies)]


def judge(*, order: BulkOrder, actor: Person, reports: Sequence[Report]) -> list[Verdict]:
    """What the act would do with each report as it stands, without doing it."""
    return [Verdict(report, _refusal(order, actor, report)) for report in reports]


def _refusal(order: BulkOrder, actor: Person, report: Report) -> str:
    if report.state not in COMES_FROM[order.act]:
        return _("berstatus “%(state)s”") % {"state": report.get_state_display()}
    if order.act == "kerjakan" and not handling.may_handle(person=actor, report=report):
        return _("bukan laporan OPD Anda")
    if order.act in ("verifikasi", "disposisi") and report.state == State.SUBMITTED and not report.category.is_active:
        return _("kategorinya tidak dipakai lagi")
    return ""


@transaction.atomic
def act_on_many(*, key: UUID, order: BulkOrder, actor: Person, chosen: Sequence[Chosen]) -> Outcome:
    """Do one act on each chosen report that it fits, and keep it for undoing; the same `key` acts only once.

    A report that somebody changed since the officer chose it is left out, not overrun.
    """
    if order.act not in bulk_acts_of(actor):
        raise NotAllowed
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyChosen(MOST_AT_ONCE)
    if order.act in NEEDS_REASON and not order.text.strip():
        raise TextMissing("text")
    if order.act == "disposisi" and order.opd is None:
        raise TextMissing("opd")
    bulk_act, is_new = BulkAct.objects.get_or_create(pk=key, defaults={"act": order.act, "actor": actor})
    if not is_new:
        return Outcome(bulk_act, [])
    # In the order of their keys, so that two officers with overlapping choices do not wait for each other for ever.
    versions = {each.number: each.version for each in chosen}
    reports = Report.objects.filter(number__in=versions).select_related("category").order_by("pk")
    skipped = [pair for report in reports if (pair := _try(bulk_act, order, actor, report, versions[report.number]))]
    bulk_act.done = len(reports) - len(skipped)
    bulk_act.save(update_fields=["done"])
    facts = {"act": order.act, "done": bulk_act.done, "skipped": len(skipped), "opd": str(order.opd or "")}
    record(act="laksa.many_changed", subject=bulk_act, actor=actor, changes=facts)
    return Outcome(bulk_act, skipped)


def _try(bulk_act: BulkAct, order: BulkOrder, actor: Person, report: Report, version: int) -> tuple[str, str] | None:
    """Act on one report; its number and the refusal when it is left out."""
    if refusal := _refusal(order, actor, report):
        return report.number, refusal
    newest = report.transitions.order_by("-id").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            ACTS[order.act]({"number": report.number, "actor": actor, "version": version}, report, order)
            report.transitions.filter(pk__gt=newest).update(bulk_act=bulk_act)
    except MoveRefused:
        return report.number, _("keadaannya baru saja berubah")
    except DomainError as error:
        return report.number, str(error.message)
    return None
