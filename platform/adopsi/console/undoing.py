"""Which finished run can be taken back, and what people would lose by it."""

from __future__ import annotations

from dataclasses import replace

from provisioning.errors import UndoWouldLose
from provisioning.models import Run
from provisioning.plans import Plan
from provisioning.plans.making import problems_of_undoing
from provisioning.selectors import list_runs


def can_be_undone(run: Run) -> bool:
    """Whether the run offers to be taken back now."""
    return run.undo_until is not None and not problems_of_undoing(run)


def last_undoable(*, pemda_code: str, slug: str) -> Run | None:
    """The module's newest run, if it can be taken back."""
    runs = list_runs(pemda_code=pemda_code).filter(subject=slug, state=Run.State.DONE, undoes=None)
    newest = runs.exclude(undo_until=None).first()
    return newest if newest is not None and can_be_undone(newest) else None


def with_losses(plan: Plan, run: Run) -> Plan:
    """The plan with the refusal that the run itself would meet: rows that came since the module was enabled."""
    known = run.findings.get("rows", {})
    newer = [
        table.name
        for table in plan.tables
        if run.operation == "enable_module" and table.rows is not None and table.rows != known.get(table.name, 0)
    ]
    return replace(plan, blockers=(*plan.blockers, UndoWouldLose(newer))) if newer else plan
