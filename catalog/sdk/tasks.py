"""Celery tasks of a module: dead in a Pemda where the module is off, put off where it waits for its upgrade."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from celery import current_task

from catalog.activations import is_active, is_in_maintenance
from tenants.context import current_pemda
from tenants.tasks import pemda_task

# A task of a module in maintenance comes back so often, for two days at most.
LATER_SECONDS = 600
MOST_TIMES = 288
log = logging.getLogger("adopsi.tasks")


def module_task(function: Callable[..., Any]) -> Any:
    """Make a Celery task called as `task.delay(pemda=code, …)`; does nothing where the module is off.

    The module is the one whose folder holds the function. It must survive running twice.
    """
    slug = function.__module__.split(".")[2]

    @functools.wraps(function)
    def run(**arguments: Any) -> Any:
        code = current_pemda().code
        if is_in_maintenance(slug, code) and current_task and not current_task.request.called_directly:
            log.info("task %s put off: module %s waits for its upgrade in %s", function.__name__, slug, code)
            raise current_task.retry(countdown=LATER_SECONDS, max_retries=MOST_TIMES)
        if not is_active(slug, code):
            log.info("task %s skipped: module %s is off in %s", function.__name__, slug, code)
            return None
        return function(**arguments)

    task = pemda_task(run)
    task.module_slug = slug
    return task
