"""What an operation is, and the table of all operations; `provisioning.operations` fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from provisioning.words import Said
    from provisioning.work import Work


def always(work: Work) -> bool:
    """Most steps have something to do in every run."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One named step: `act` returns a few words for the journal; `is_long` is noted when it begins.

    A step after the transaction that is not due, as the findings of the transaction show, is done with it.
    """

    name: str
    title: str | Promise
    act: Callable[[Work], Said | None]
    is_long: bool = False
    is_due: Callable[[Work], bool] = always


@dataclass(frozen=True, slots=True)
class Operation:
    """What provisioning does: steps of one transaction, then steps that may be repeated.

    `undo_window` is how long `undo_run` may take it back; None where it cannot be undone.
    """

    name: str
    title: str | Promise
    in_transaction: tuple[Step, ...]
    after: tuple[Step, ...] = field(default=())
    undo_window: timedelta | None = None

    @property
    def step_names(self) -> list[str]:
        """The names of all steps in order."""
        return [step.name for step in (*self.in_transaction, *self.after)]

    def undo_until(self, committed_at: datetime) -> datetime | None:
        """The last moment for undoing a run that was committed then."""
        return committed_at + self.undo_window if self.undo_window else None


OPERATIONS: dict[str, Operation] = {}


def step_title(operation_name: str, step_name: str) -> str:
    """The title of a step in the reader's language; its name where the code no longer knows it."""
    operation = OPERATIONS.get(operation_name)
    steps = (*operation.in_transaction, *operation.after) if operation else ()
    return next((str(step.title) for step in steps if step.name == step_name), step_name)


def operation_title(operation_name: str) -> str:
    """The title of an operation in the reader's language."""
    operation = OPERATIONS.get(operation_name)
    return str(operation.title) if operation else operation_name
