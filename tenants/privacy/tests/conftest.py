"""The desk's cast in Poso: Sari asks, Pandu is the Pejabat PDP, Rina the IT admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> Any:
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def person(in_poso: Any, person: Callable[..., Any]) -> Callable[..., Any]:
    """The house's own, inside Poso."""
    return person


@pytest.fixture
def pandu(person: Callable[..., Any], give: Callable[..., None]) -> Any:
    """The Pejabat PDP."""
    made = person("Pandu", kind="petugas")
    give(made, "inti.pdp")
    return made
