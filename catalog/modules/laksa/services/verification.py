"""The Admin Koordinator's acts: verify, reject, archive, hand to an OPD."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from catalog.modules.laksa.errors import CategoryClosed, OpdClosed, TextMissing
from catalog.modules.laksa.models import Category, Report
from catalog.modules.laksa.roles import VERIFIER
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.deadlines import answer_by
from catalog.modules.laksa.services.locking import lock_report, move, was_done
from catalog.modules.laksa.services.photos import show_photos_as_report
from catalog.modules.laksa.states import State
from catalog.sdk.people import Opd, Person, require_role
from catalog.sdk.records import record


@transaction.atomic
def verify_report(
    *, number: str, actor: Person, category: Category, version: int | None = None, once: UUID | None = None
) -> Report:
    """Confirm that the report is real and complete, in its right category; unless confidential it becomes public."""
    require_role(actor, VERIFIER)
    report = lock_report(number=number, version=version, once=once)
    if was_done(report=report, once=once):
        return report
    if not category.is_active:
        raise CategoryClosed
    report.category = category
    _verify(report, actor, once)
    notices.verified(report)
    return report


def _verify(report: Report, actor: Person, once: UUID | None) -> None:
    report.verified_at = move(report=report, to_state=State.VERIFIED, actor=actor, once=once)
    report.save(update_fields=["verified_at"])
    show_photos_as_report(report=report)
    record(act="laksa.report_verified", subject=report, actor=actor, changes={"category": report.category.code})


@transaction.atomic
def assign_to_opd(
    *,
    number: str,
    actor: Person,
    opd: Opd,
    note: str = "",
    version: int | None = None,
    once: UUID | None = None,
) -> Report:
    """Hand a verified report to the OPD that answers for it, or from one OPD to another; never back to the citizen."""
    require_role(actor, VERIFIER)
    report = lock_report(number=number, version=version, once=once)
    if was_done(report=report, once=once):
        return report
    _assign(report, actor, opd, note, once)
    return report


def _assign(report: Report, actor: Person, opd: Opd, note: str, once: UUID | None) -> None:
    if not opd.is_active:
        raise OpdClosed
    before, report.opd = report.opd, opd
    report.due_on = answer_by(report)
    report.disposed_at = move(
        report=report, to_state=State.ASSIGNED, actor=actor, note=note.strip(), opd=opd, once=once
    )
    report.save(update_fields=["disposed_at"])
    record(act="laksa.report_assigned", subject=report, actor=actor, changes={"opd": [str(before or ""), str(opd)]})
    notices.assigned(report)


@transaction.atomic
def verify_and_assign(
    *,
    number: str,
    actor: Person,
    category: Category,
    opd: Opd,
    note: str = "",
    version: int | None = None,
    once: UUID | None = None,
) -> Report:
    """Verify a new report and hand it to an OPD in one step: both or neither."""
    require_role(actor, VERIFIER)
    report = lock_report(number=number, version=version, once=once)
    if was_done(report=report, once=once):
        return report
    if not category.is_active:
        raise CategoryClosed
    report.category = category
    _verify(report, actor, once)
    _assign(report, actor, opd, note, None)
    return report


@transaction.atomic
def reject_report(
    *, number: str, actor: Person, reason: str, version: int | None = None, once: UUID | None = None
) -> Report:
    """Turn down a report that is no real report, with the reason that its reporter reads."""
    return _turn_down(number, actor, reason, version, once, State.REJECTED)


@transaction.atomic
def archive_report(
    *, number: str, actor: Person, reason: str, version: int | None = None, once: UUID | None = None
) -> Report:
    """Put away a report that is a duplicate or outside the Pemda's powers, with the reason that its reporter reads."""
    return _turn_down(number, actor, reason, version, once, State.ARCHIVED)


def _turn_down(
    number: str, actor: Person, reason: str, version: int | None, once: UUID | None, to_state: State
) -> Report:
    require_role(actor, VERIFIER)
    report = lock_report(number=number, version=version, once=once)
    if was_done(report=report, once=once):
        return report
    if not reason.strip():
        raise TextMissing("reason")
    report.due_on = None
    move(report=report, to_state=to_state, actor=actor, note=reason.strip(), once=once)
    show_photos_as_report(report=report)
    act = "laksa.report_rejected" if to_state is State.REJECTED else "laksa.report_archived"
    record(act=act, subject=report, actor=actor, changes={"reason": reason.strip()})
    notices.turned_down(report, reason.strip())
    return report
