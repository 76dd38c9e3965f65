"""Taking steps back: exactly, in the open, and only while nothing followed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalog.modules.laksa.errors import NothingToUndo, ReportChanged
from catalog.modules.laksa.models import BulkAct, Report, Transition
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.history import restore, write_step
from catalog.modules.laksa.services.locking import last_actor_name, lock_report
from catalog.modules.laksa.services.photos import show_photos_as_report
from catalog.sdk.context import module_settings
from catalog.sdk.people import Person
from catalog.sdk.records import record


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing restored, and what stays because somebody went on with it: number and who."""

    restored: list[str]
    kept: list[tuple[str, str]]


def undo_until(bulk_act: BulkAct) -> datetime:
    """The moment until which the bulk act may be taken back."""
    return bulk_act.at + timedelta(minutes=module_settings("laksa")["undo_minutes"])


@transaction.atomic
def undo_bulk_act(*, key: UUID, actor: Person) -> Undone:
    """Take one's own bulk act back within its minutes; reports on which somebody acted since stay as they are."""
    bulk_act = BulkAct.objects.select_for_update().filter(pk=key, actor=actor, undone_at=None).first()
    if bulk_act is None or timezone.now() > undo_until(bulk_act):
        raise NothingToUndo
    numbers = bulk_act.steps.order_by("report_id").values_list("report__number", flat=True).distinct()
    undone = Undone([], [])
    for number in list(numbers):
        report = lock_report(number=number)
        steps = list(bulk_act.steps.filter(report=report).order_by("-id"))
        try:
            undo_steps(report=report, steps=steps, actor=actor)
        except ReportChanged:
            undone.kept.append((number, last_actor_name(report=report)))
        else:
            undone.restored.append(number)
    bulk_act.undone_at = timezone.now()
    bulk_act.save(update_fields=["undone_at"])
    facts = {"act": bulk_act.act, "restored": undone.restored, "kept": [number for number, _who in undone.kept]}
    record(act="laksa.many_undone", subject=bulk_act, actor=actor, changes=facts)
    return undone


def undo_steps(*, report: Report, steps: list[Transition], actor: Person) -> None:
    """Take back the report's newest steps, newest first, on a locked report; ReportChanged when others followed."""
    if not steps or report.version != steps[0].version:
        raise ReportChanged(last_actor_name(report=report))
    for step in steps:
        restore(report, step)
        to_state = report.state
        # The row still stands where the step left it: that is what the new step comes from.
        write_step(report=report, to_state=to_state, actor=actor, kind=Transition.Kind.UNDONE, undoes=step)
    show_photos_as_report(report=report)
    acts = [[step.from_state, step.to_state] for step in steps]
    record(act="laksa.step_undone", subject=report, actor=actor, changes={"steps": acts})
    notices.undone(report)
