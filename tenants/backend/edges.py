"""What Django does with each thread's connections at the edges of a request, each looked at once instead of three times.

A look into `connections` asks asgiref which thread or task this is. Django's three receivers ask twice for each alias;
with a second alias, for the shared tables, that was a quarter of what a Pemda adds to a request.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core import signals
from django.db import close_old_connections, connections, reset_queries
from django.db.backends.base.base import BaseDatabaseWrapper

DEFAULT = "default"


def before_request(**_signal: Any) -> None:
    """Look at the shared tables' connection before it is used. A Pemda's rests: `switch_to` looks when it comes back."""
    for alias in connections:
        if alias != DEFAULT:
            _look_after(connections[alias])


def after_request(**_signal: Any) -> None:
    """Look at the Pemda's connection after it was used."""
    _look_after(connections[DEFAULT])


def _look_after(connection: BaseDatabaseWrapper) -> None:
    """Close it where it is unusable or too old; forget its statements, which DEBUG keeps, unless somebody counts."""
    if not connection.force_debug_cursor:
        connection.queries_log.clear()
    connection.close_if_unusable_or_obsolete()


@cache
def take_over() -> None:
    """Put these in the place of Django's receivers, once: apps may be made ready again, as tests do."""
    signals.request_started.disconnect(reset_queries)
    for edge, ours in ((signals.request_started, before_request), (signals.request_finished, after_request)):
        edge.disconnect(close_old_connections)
        edge.connect(ours)
