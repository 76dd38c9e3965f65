"""The acts of an OPD's officer: take up, answer with photos, give back, close."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalog.modules.laksa.errors import TextMissing
from catalog.modules.laksa.models import Message, Photo, Report
from catalog.modules.laksa.roles import HANDLER, VERIFIER
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.deadlines import answer_by, verify_by
from catalog.modules.laksa.services.locking import lock_report, move, refuse_move, was_done
from catalog.modules.laksa.services.photos import attach_photos
from catalog.modules.laksa.states import State
from catalog.sdk.attachments import Attachment, TooManyFiles
from catalog.sdk.context import module_settings
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Person, has_role
from catalog.sdk.records import record


def may_handle(*, person: Person, report: Report) -> bool:
    """Whether the person answers for the report's OPD."""
    return report.opd_id is not None and has_role(person, HANDLER, opd=report.opd_id)


def _lock_for_handler(number: str, actor: Person, version: int | None, once: UUID | None) -> Report:
    report = lock_report(number=number, version=version, once=once)
    # A report that went to another OPD meanwhile was changed by somebody; the version said so already.
    if not may_handle(person=actor, report=report) and not was_done(report=report, once=once):
        raise NotAllowed
    return report


@transaction.atomic
def take_up_report(
    *, number: str, actor: Person, plan: str = "", version: int | None = None, once: UUID | None = None
) -> Report:
    """Begin work on a report of the officer's OPD; the reporter reads the plan."""
    report = _lock_for_handler(number, actor, version, once)
    if was_done(report=report, once=once):
        return report
    # What was reopened was due to be looked at; from now on it is due to be answered.
    if report.due_on is None or report.state == State.REOPENED:
        report.due_on = answer_by(report)
    move(report=report, to_state=State.IN_PROGRESS, actor=actor, note=plan.strip(), opd=report.opd, once=once)
    record(act="laksa.report_taken_up", subject=report, actor=actor)
    notices.taken_up(report)
    return report


@transaction.atomic
def answer_report(
    *,
    number: str,
    actor: Person,
    text: str,
    photos: Sequence[Attachment] = (),
    version: int | None = None,
    once: UUID | None = None,
) -> Report:
    """Answer with what was done and photos of it; the answer is public with the report."""
    report = _lock_for_handler(number, actor, version, once)
    if was_done(report=report, once=once):
        return report
    refuse_move(report=report, to_state=State.ANSWERED)
    if not text.strip():
        raise TextMissing("text")
    if len(photos) > module_settings("laksa")["max_photos"]:
        raise TooManyFiles(field="photos")
    message = Message.objects.create(
        report=report, author=actor, opd=report.opd, is_staff=True, is_answer=True, text=text.strip()
    )
    attach_photos(report=report, drafts=photos, kind=Photo.Kind.AFTER, message=message, person=actor)
    # Whether it came in time is known for good; nothing more is due until the reporter writes.
    report.answer_due_on, report.due_on = report.due_on, None
    report.answered_at = move(report=report, to_state=State.ANSWERED, actor=actor, opd=report.opd, once=once)
    report.save(update_fields=["answered_at"])
    record(act="laksa.report_answered", subject=report, actor=actor, changes={"photos": len(photos)})
    notices.answered(report, text.strip())
    return report


@transaction.atomic
def return_for_disposition(
    *, number: str, actor: Person, reason: str, version: int | None = None, once: UUID | None = None
) -> Report:
    """Give a report that belongs to another OPD back to the Admin Koordinator; the reporter need not do anything."""
    report = _lock_for_handler(number, actor, version, once)
    if was_done(report=report, once=once):
        return report
    if not reason.strip():
        raise TextMissing("reason")
    opd, report.opd = report.opd, None
    report.due_on = verify_by()
    move(report=report, to_state=State.VERIFIED, actor=actor, note=reason.strip(), opd=opd, once=once)
    record(act="laksa.report_returned", subject=report, actor=actor, changes={"opd": [str(opd), ""]})
    notices.returned(report, reason.strip())
    return report


@transaction.atomic
def close_report(*, number: str, actor: Person, version: int | None = None, once: UUID | None = None) -> Report:
    """Close an answered report; the reporter may rate it, or reopen it for some days."""
    report = lock_report(number=number, version=version, once=once)
    if was_done(report=report, once=once):
        return report
    if not (has_role(actor, VERIFIER) or may_handle(person=actor, report=report)):
        raise NotAllowed
    refuse_move(report=report, to_state=State.CLOSED)
    report.due_on = None
    report.closed_at = timezone.now()
    move(report=report, to_state=State.CLOSED, actor=actor, opd=report.opd, once=once)
    record(act="laksa.report_closed", subject=report, actor=actor)
    notices.closed(report, module_settings("laksa")["reopen_days"])
    return report
