"""What waits for people in a module, as the console's home shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCount:
    """How many things wait, with the list that shows exactly those.

    `changed` is how many of them others have touched since the moment that the hook was asked about.
    """

    label: str
    count: int
    url: str
    is_late: bool = False
    changed: int = 0
