"""The work of each morning: closing what rests, reminding of what is due, escalating what is late.

Every part looks at what is there, so a morning that was missed is made up by the next, and a second run finds nothing
left to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from catalog.modules.laksa.models import Message, Report, Transition
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.deadlines import working_days_from
from catalog.modules.laksa.services.history import write_step
from catalog.modules.laksa.services.locking import lock_report
from catalog.modules.laksa.services.ombudsman import point_to_ombudsman
from catalog.modules.laksa.states import FINISHED, State
from catalog.sdk.context import local_today, module_settings
from catalog.sdk.records import record

# One morning does not take a worker for minutes; what is left is done the next.
MOST_A_MORNING = 2000
# 1 to the Admin Koordinator, 2 to the leaders who watch.
LEVELS = (1, 2)


def morning() -> None:
    """What the manifest names as daily work."""
    close_silent_reports()
    remind_handlers()
    for level in LEVELS:
        escalate(level=level)
    point_to_ombudsman()


def close_silent_reports() -> int:
    """Close answered reports whose reporter wrote nothing for the Pemda's days after the last answer; how many."""
    numbers = _silent().values_list("number", flat=True)[:MOST_A_MORNING]
    return sum(_close(number) for number in list(numbers))


def _silent() -> QuerySet[Report]:
    until = timezone.now() - timedelta(days=module_settings("laksa")["auto_close_days"])
    lines = Message.objects.filter(report=OuterRef("pk"), is_internal=False)
    last_is_staff = Subquery(lines.order_by("-created_at", "-id").values("is_staff")[:1])
    silent = Report.objects.filter(state=State.ANSWERED, answered_at__lte=until)
    return (
        silent.filter(~Exists(lines.filter(created_at__gt=until)))
        .annotate(by_staff=last_is_staff)
        .exclude(by_staff=False)
    )


@transaction.atomic
def _close(number: str) -> bool:
    report = lock_report(number=number)
    # The reporter may have written while the report waited for its turn.
    if not _silent().filter(pk=report.pk).exists():
        return False
    limits = module_settings("laksa")
    report.due_on, report.closed_at = None, timezone.now()
    write_step(report=report, to_state=State.CLOSED, actor=None, kind=Transition.Kind.AUTOMATIC, opd=report.opd)
    record(act="laksa.report_closed", subject=report, changes={"automatic": True})
    notices.closed_by_itself(report, waited=limits["auto_close_days"], days=limits["reopen_days"])
    return True


def remind_handlers() -> int:
    """Tell each OPD's officers once of reports that are due within the Pemda's days; how many reports."""
    today = local_today()
    until = working_days_from(today, module_settings("laksa")["remind_days"])
    due = Report.objects.filter(
        state__in=(State.ASSIGNED, State.IN_PROGRESS, State.REOPENED), opd__isnull=False, due_on__range=(today, until)
    )
    units = due.order_by().values_list("opd_id", flat=True).distinct()
    return sum(_remind(due.filter(opd_id=unit)) for unit in list(units))


@transaction.atomic
def _remind(due: QuerySet[Report]) -> int:
    fresh = _not_yet_told(due, Transition.Kind.REMINDED, 0)
    if fresh:
        _write(fresh, Transition.Kind.REMINDED, 0)
        notices.nearly_due(fresh)
    return len(fresh)


@transaction.atomic
def escalate(*, level: int) -> int:
    """Tell those above once of reports that are late, at level 2 only when late by the Pemda's days; how many."""
    late = Report.objects.filter(due_on__lt=_late_since(level)).exclude(state__in=FINISHED)
    people = notices.people_above(level)
    # Nobody would hear of it; once somebody holds the role, they do.
    fresh = _not_yet_told(late, Transition.Kind.ESCALATED, level) if people else []
    if fresh:
        _write(fresh, Transition.Kind.ESCALATED, level)
        notices.late(fresh, people)
        facts = {"level": level, "reports": [report.number for report in fresh[:50]], "count": len(fresh)}
        record(act="laksa.escalated", subject="laksa.report", changes=facts)
    return len(fresh)


def _late_since(level: int) -> date:
    """Reports due before this day are late enough for the level."""
    if level == 1:
        return local_today()
    return working_days_from(local_today(), -module_settings("laksa")["escalate_days"])


def _not_yet_told(reports: QuerySet[Report], kind: str, level: int) -> list[Report]:
    """The reports, locked, of whose present day nobody was told at this level."""
    told = Transition.objects.filter(report=OuterRef("pk"), kind=kind, level=level, due_on=OuterRef("due_on"))
    fresh = reports.filter(~Exists(told)).order_by("due_on", "pk")[:MOST_A_MORNING]
    keys = [key for (key,) in fresh.select_for_update(of=("self",)).values_list("pk")]
    # Another run may have told while this one waited for the locks.
    return list(Report.objects.filter(~Exists(told), pk__in=keys).select_related("opd").order_by("due_on", "pk"))


def _write(reports: Iterable[Report], kind: str, level: int) -> None:
    """Into the history, without a new version: what an officer is writing meanwhile stays good."""
    now = timezone.now()
    Transition.objects.bulk_create(
        Transition(
            report=report,
            kind=kind,
            level=level,
            from_state=report.state,
            to_state=report.state,
            opd=report.opd,
            due_on=report.due_on,
            at=now,
        )
        for report in reports
    )
