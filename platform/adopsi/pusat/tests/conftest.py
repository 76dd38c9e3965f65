"""The team's own client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def central(client_of: Callable[..., Any], tiara: Any) -> Any:
    """Tiara's browserless client at pusat; everything is rolled back."""
    return client_of(None, tiara)


@pytest.fixture
def central_fresh(fresh: str, client_of: Callable[..., Any], person: Callable[..., Any]) -> Any:
    """Tiara's client on a database of the test's own, where runs can be driven."""
    from tenants.context import at_pusat

    with at_pusat():
        tiara = person("Tiara", kind="tim_pusat")
    return client_of(None, tiara)
