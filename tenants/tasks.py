"""Celery tasks that belong to one Pemda: they carry its code and run inside it, or refuse."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from celery import shared_task

from tenants import context, directory
from tenants.audit.acting import acting_as


class TaskWithoutPemda(Exception):
    """A Pemda's task was sent without saying which; it is refused and not retried."""


def pemda_task(function: Callable[..., Any]) -> Any:
    """Make a Celery task on queue `work` that takes `pemda` (a code) first and runs inside that Pemda.

    The function must survive running twice: messages are delivered at least once.
    """

    @functools.wraps(function)
    def run(*, pemda: str = "", **arguments: Any) -> Any:
        facts = directory.pemda_of(pemda) if pemda else None
        if facts is None:
            raise TaskWithoutPemda(f"{function.__module__}.{function.__name__}: pemda={pemda!r}")
        with context.inside(facts), acting_as(function.__name__):
            return function(**arguments)

    # `wraps` would show Celery a signature without `pemda`.
    del run.__wrapped__
    return shared_task(name=f"{function.__module__}.{function.__name__}", acks_late=True)(run)
