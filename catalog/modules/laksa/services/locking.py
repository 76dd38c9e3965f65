"""Loading a report for an act: locked, checked against what the actor saw, and moved from state to state."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.modules.laksa.errors import MoveRefused, ReportChanged, ReportNotFound
from catalog.modules.laksa.models import Message, Report, Transition
from catalog.modules.laksa.services.history import UNSEEN, write_step
from catalog.modules.laksa.states import MOVES
from catalog.sdk.people import Opd, Person

# Stands in the audit trail in the place of an anonymous reporter's name.
ANONYMOUS = "Pelapor (anonim)"


def lock_report(*, number: str, version: int | None = None, once: UUID | None = None) -> Report:
    """The report, locked until the transaction ends; raises ReportNotFound or, for a version passed by, ReportChanged."""
    report = Report.objects.select_for_update().filter(number=number).first()
    if report is None:
        raise ReportNotFound
    if version is not None and version != report.version and not was_done(report=report, once=once):
        raise ReportChanged(last_actor_name(report=report))
    return report


def was_done(*, report: Report, once: UUID | None) -> bool:
    """Whether a form with this key was carried out before: it was sent twice."""
    if once is None:
        return False
    done = {"report": report, "client_key": once}
    return Transition.objects.filter(**done).exists() or Message.objects.filter(**done).exists()


def last_actor_name(*, report: Report) -> str:
    """Who acted last, for officers; the reporter stays “pelapor” so that no anonymous name shows."""
    step = report.transitions.exclude(kind__in=UNSEEN[:2]).select_related("actor").last()
    message = report.messages.select_related("author").last()
    if message is not None and (step is None or message.created_at > step.at):
        actor = message.author
    else:
        actor = step.actor if step else None
    if actor is None or actor.pk == report.reporter_id:
        return _("pelapor")
    return actor.name


def refuse_move(*, report: Report, to_state: str) -> None:
    """Raise MoveRefused unless the report may go to the state."""
    if report.state not in MOVES[to_state]:
        raise MoveRefused(str(report.get_state_display()))


def move(
    *, report: Report, to_state: str, actor: Person, note: str = "", opd: Opd | None = None, once: UUID | None = None
) -> datetime:
    """Write the step into the history and save the report in its new state; returns the moment."""
    refuse_move(report=report, to_state=to_state)
    return write_step(report=report, to_state=to_state, actor=actor, note=note, opd=opd, once=once)
