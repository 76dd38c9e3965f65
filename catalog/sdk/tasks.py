"""Celery tasks of a module: dead in a Pemda where the module is off."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from catalog.activations import is_active
from tenants.context import current_pemda
from tenants.tasks import pemda_task

log = logging.getLogger("adopsi.tasks")


def module_task(function: Callable[..., Any]) -> Any:
    """Make a Celery task called as `task.delay(pemda=code, …)`; does nothing where the module is off.

    The module is the one whose folder holds the function. It must survive running twice.
    """
    slug = function.__module__.split(".")[2]

    @functools.wraps(function)
    def run(**arguments: Any) -> Any:
        code = current_pemda().code
        if not is_active(slug, code):
            log.info("task %s skipped: module %s is off in %s", function.__name__, slug, code)
            return None
        return function(**arguments)

    task = pemda_task(run)
    task.module_slug = slug
    return task
