"""What tests of accounts share: no rate limits unless a test sets them, and the code out of a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage

PASSWORD = "kata-sandi-uji"


@pytest.fixture(autouse=True)
def _unlimited(settings: Any, in_poso: Any) -> Iterator[None]:
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def code_in() -> Callable[[EmailMessage], str]:
    """The six digits of a message."""

    def find(message: EmailMessage) -> str:
        return re.search(r"\b\d{6}\b", message.body).group()

    return find


@pytest.fixture
def visitor(client_of: Callable[..., Any], poso: Any) -> Any:
    """A client on Poso's host that is not signed in."""
    return client_of(poso)
