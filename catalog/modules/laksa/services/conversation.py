"""What follows the report: conversation, rating, reopening."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalog.modules.laksa.errors import MoveRefused, RatingOutOfRange, ReopenTooLate, ReportNotFound, TextMissing
from catalog.modules.laksa.models import Message, Report
from catalog.modules.laksa.roles import VERIFIER
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.deadlines import verify_by
from catalog.modules.laksa.services.handling import may_handle
from catalog.modules.laksa.services.locking import ANONYMOUS, lock_report, move, refuse_move, was_done
from catalog.modules.laksa.states import FINISHED, State
from catalog.sdk.context import module_settings
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Person, has_role
from catalog.sdk.records import record


def _lock_for_reporter(number: str, reporter: Person) -> Report:
    report = lock_report(number=number)
    if report.reporter_id != reporter.pk:
        raise ReportNotFound
    return report


@transaction.atomic
def reply_to_report(*, number: str, author: Person, text: str, once: UUID | None = None) -> Report:
    """Write into the conversation as the reporter, an officer of the OPD or the Admin Koordinator."""
    report = lock_report(number=number)
    is_staff = author.pk != report.reporter_id
    if is_staff and not (has_role(author, VERIFIER) or may_handle(person=author, report=report)):
        raise NotAllowed if author.works_here else ReportNotFound
    if was_done(report=report, once=once):
        return report
    if not text.strip():
        raise TextMissing("text")
    if report.state in FINISHED:
        raise MoveRefused(str(report.get_state_display()))
    opd = report.opd if is_staff and may_handle(person=author, report=report) else None
    Message.objects.create(report=report, author=author, opd=opd, is_staff=is_staff, text=text.strip(), client_key=once)
    if report.state == State.ANSWERED:
        # A reporter who writes after the answer waits for a word; an officer's word is that.
        report.due_on = None if is_staff else verify_by()
    report.version += 1
    report.save(update_fields=["version", "due_on"])
    actor = ANONYMOUS if report.is_anonymous and not is_staff else author
    record(act="laksa.message_written", subject=report, actor=actor)
    notices.written(report, text.strip(), by_staff=is_staff)
    return report


@transaction.atomic
def rate_report(*, number: str, reporter: Person, rating: int, comment: str = "") -> Report:
    """Rate the handling of one's own closed report from 1 to 5; rating again replaces the earlier one."""
    report = _lock_for_reporter(number, reporter)
    if report.state != State.CLOSED:
        raise MoveRefused(str(report.get_state_display()))
    if rating not in range(1, 6):
        raise RatingOutOfRange
    before = report.rating
    report.rating, report.rating_comment = rating, comment.strip()[:500]
    report.version += 1
    report.save(update_fields=["rating", "rating_comment", "version"])
    actor = ANONYMOUS if report.is_anonymous else reporter
    record(act="laksa.report_rated", subject=report, actor=actor, changes={"rating": [before, rating]})
    return report


@transaction.atomic
def reopen_report(*, number: str, reporter: Person, reason: str, once: UUID | None = None) -> Report:
    """Send one's own closed report back to work, within the days that the Pemda allows."""
    report = _lock_for_reporter(number, reporter)
    if was_done(report=report, once=once):
        return report
    refuse_move(report=report, to_state=State.REOPENED)
    if not reason.strip():
        raise TextMissing("reason")
    if timezone.now() > reopen_until(report):
        raise ReopenTooLate(module_settings("laksa")["reopen_days"])
    rating, report.rating, report.rating_comment = report.rating, None, ""
    report.closed_at = None
    report.due_on = verify_by()
    move(report=report, to_state=State.REOPENED, actor=reporter, note=reason.strip(), opd=report.opd, once=once)
    actor = ANONYMOUS if report.is_anonymous else reporter
    record(act="laksa.report_reopened", subject=report, actor=actor, changes={"rating": [rating, None]})
    notices.reopened(report, reason.strip())
    return report


def reopen_until(report: Report) -> datetime:
    """The moment until which the closed report may be reopened."""
    return report.closed_at + timedelta(days=module_settings("laksa")["reopen_days"])
