"""Days by which the next step is due, in working days of the Pemda (SP4N-LAPOR!, facts §3)."""

from __future__ import annotations

from datetime import date

from catalog.sdk.context import local_today, module_settings
from catalog.sdk.places import add_working_days


def due_after(setting: str) -> date:
    """The date that many working days from today as the module's setting of this name says."""
    return add_working_days(local_today(), module_settings("laksa")[setting])
