"""The history of a report: each step with what stood before it, so that it can be taken back exactly."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from catalog.modules.laksa.models import Report, Transition
from catalog.modules.laksa.services.events import tell_state_changed
from catalog.sdk.people import Opd, Person

# What officers' acts change, and an undoing restores; nothing of what the reporter wrote.
STANDING = (
    "state",
    "opd_id",
    "category_id",
    "due_on",
    "answer_due_on",
    "verified_at",
    "disposed_at",
    "answered_at",
    "closed_at",
    "merged_into_id",
    "is_supervised",
)
# Steps between officers and the clock, which citizens do not read.
UNSEEN = (Transition.Kind.REMINDED, Transition.Kind.ESCALATED, Transition.Kind.SUPERVISED)


def standing_of(report: Report) -> dict[str, Any]:
    """The report's standing as its row holds it now, ready for JSON."""
    row = Report.objects.filter(pk=report.pk).values(*STANDING).get()
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def write_step(
    *,
    report: Report,
    to_state: str,
    actor: Person | None,
    kind: str = Transition.Kind.STEP,
    note: str = "",
    opd: Opd | None = None,
    once: UUID | None = None,
    undoes: Transition | None = None,
) -> datetime:
    """Write the step into the history and save the report, which the caller has locked and changed; the moment."""
    now = timezone.now()
    before = standing_of(report)
    report.version += 1
    Transition.objects.create(
        report=report,
        kind=kind,
        from_state=before["state"],
        to_state=to_state,
        actor=actor,
        opd=opd,
        note=note,
        due_on=before["due_on"],
        before=before,
        version=report.version,
        undoes=undoes,
        client_key=once,
        at=now,
    )
    report.state = to_state
    report.save()
    if before["state"] != to_state:
        tell_state_changed(report, from_state=before["state"])
    return now


def restore(report: Report, step: Transition) -> None:
    """Give the report the standing that it had before the step; the caller saves it."""
    for name, value in (step.before or {}).items():
        field = Report._meta.get_field(name.removesuffix("_id"))
        setattr(report, name, value if name.endswith("_id") else field.to_python(value))
