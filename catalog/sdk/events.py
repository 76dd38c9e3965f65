"""Telling other systems what happened: webhooks of the active Pemda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.registry import get_manifest
from tenants.webhooks.publishing import publish as _publish


class UndeclaredEvent(Exception):
    """The module's manifest does not name the event."""


def publish(kind: str, subject: str, data: Mapping[str, Any]) -> None:
    """Tell that something happened to `subject` (a ticket number, a slug); call it in the transaction of the act.

    `kind` stands in the manifest's `events`. `data` is plain JSON and says no more than the public API would.
    """
    manifest = get_manifest(kind.partition(".")[0])
    if kind not in {event.key for event in manifest.events}:
        raise UndeclaredEvent(kind)
    _publish(kind=kind, subject=subject, data=data)
