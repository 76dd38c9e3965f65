"""Complaints that are not settled after the days of the law: their reporters hear that the Ombudsman is open to them.

SP4N-LAPOR! ends its longest clock after 60 working days and then names the Ombudsman (facts §3; UU 25/2009, UU 37/2008).
It is the reporter's right, so no setting of the Pemda moves it; it counts from the day on which the complaint was
accepted, whichever OPD has it meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.modules.laksa.models import Report, Transition
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.deadlines import working_days_from
from catalog.modules.laksa.services.followers import merged_reports
from catalog.modules.laksa.states import FINISHED
from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.records import record

LIMIT_DAYS = 60
# Above the Admin Koordinator (1) and the leaders (2): the way out of the Pemda.
LEVEL = 3
MOST_A_MORNING = 500


def is_unsettled(report: Report) -> bool:
    """Whether the complaint still waits for the Pemda when the law's working days are over."""
    waits = report.kind == Report.Kind.COMPLAINT and report.due_on is not None and report.state not in FINISHED
    return waits and _accepted(report) < _first_moment()


@transaction.atomic
def point_to_ombudsman() -> int:
    """Tell once of each unsettled complaint: its reporters of their right, those above of the lapse; how many."""
    lapsed = _locked(_untold())
    if lapsed:
        _write(lapsed)
        for report in lapsed:
            for each in (report, *merged_reports(report)):
                notices.unsettled(each, days=LIMIT_DAYS)
        notices.lapsed(lapsed, days=LIMIT_DAYS)
        facts = {"level": LEVEL, "reports": [report.number for report in lapsed[:50]], "count": len(lapsed)}
        record(act="laksa.escalated", subject="laksa.report", changes=facts)
    return len(lapsed)


def limit_of(report: Report) -> date:
    """The last of the law's working days."""
    return working_days_from(_accepted(report).astimezone(current_pemda().zone).date(), LIMIT_DAYS)


def _accepted(report: Report) -> datetime:
    return report.verified_at or report.created_at


def _first_moment() -> datetime:
    return datetime.combine(working_days_from(local_today(), -LIMIT_DAYS), time.min, current_pemda().zone)


def _untold() -> QuerySet[Report]:
    told = Transition.objects.filter(
        report=OuterRef("pk"), kind=Transition.Kind.ESCALATED, level=LEVEL, at__gt=OuterRef("accepted_at")
    )
    complaints = Report.objects.filter(kind=Report.Kind.COMPLAINT, due_on__isnull=False).exclude(state__in=FINISHED)
    accepted = complaints.annotate(accepted_at=Coalesce("verified_at", "created_at"))
    return accepted.filter(~Exists(told), accepted_at__lt=_first_moment()).order_by("accepted_at", "pk")


def _locked(reports: QuerySet[Report]) -> list[Report]:
    keys = [key for (key,) in reports.select_for_update(of=("self",)).values_list("pk")[:MOST_A_MORNING]]
    # Another run may have told while this one waited for the locks.
    return list(_untold().filter(pk__in=keys).select_related("opd", "reporter"))


def _write(reports: Sequence[Report]) -> None:
    """Into the history, without a new version: what an officer is writing meanwhile stays good."""
    now = timezone.now()
    Transition.objects.bulk_create(
        Transition(
            report=report,
            kind=Transition.Kind.ESCALATED,
            level=LEVEL,
            from_state=report.state,
            to_state=report.state,
            opd=report.opd,
            due_on=limit_of(report),
            at=now,
        )
        for report in reports
    )
