"""Complaints "berkadar pengawasan": marked by the Admin Koordinator, with a longer clock."""

from __future__ import annotations

from django.db import transaction

from catalog.modules.laksa.errors import MoveRefused, OnlyComplaints
from catalog.modules.laksa.models import Report, Transition
from catalog.modules.laksa.roles import VERIFIER
from catalog.modules.laksa.services.deadlines import answer_by, day_of_disposition
from catalog.modules.laksa.services.history import write_step
from catalog.modules.laksa.services.locking import lock_report
from catalog.modules.laksa.states import FINISHED, State
from catalog.sdk.people import Person, require_role
from catalog.sdk.records import record


@transaction.atomic
def set_supervision(*, number: str, actor: Person, is_supervised: bool, version: int | None = None) -> Report:
    """Say whether a complaint is supervised; the day of its answer is counted again from its disposition."""
    require_role(actor, VERIFIER)
    report = lock_report(number=number, version=version)
    if report.is_supervised == is_supervised:
        return report
    if report.state in FINISHED:
        raise MoveRefused(str(report.get_state_display()))
    if report.kind != Report.Kind.COMPLAINT:
        raise OnlyComplaints
    report.is_supervised = is_supervised
    if report.state in (State.ASSIGNED, State.IN_PROGRESS):
        report.due_on = answer_by(report, since=day_of_disposition(report))
    write_step(report=report, to_state=report.state, actor=actor, kind=Transition.Kind.SUPERVISED)
    changes = {"is_supervised": [not is_supervised, is_supervised]}
    record(act="laksa.report_supervised", subject=report, actor=actor, changes=changes)
    return report
