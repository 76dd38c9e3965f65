"""Callers of the API: clients that send a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

EVERY_SCOPE = ("catalog:read", "activations:read", "activations:write")


@pytest.fixture
def token_of() -> Callable[..., str]:
    """Issues a token in the active Pemda and gives its key."""
    from tenants.accounts.tokens import issue_token

    def issue(person: Any, *scopes: str) -> str:
        return issue_token(person=person, name="uji", scopes=scopes, days=1)[1]

    return issue


@pytest.fixture
def caller(client_of: Callable[..., Any], token_of: Callable[..., str]) -> Callable[..., Any]:
    """A client on the Pemda's host that sends the person's token with these scopes (all by default)."""

    def make(pemda: Any, person: Any, *scopes: str) -> Any:
        client = client_of(pemda)
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token_of(person, *(scopes or EVERY_SCOPE))}"
        return client

    return make


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Tests must not hold each other back."""
    cache.clear()
