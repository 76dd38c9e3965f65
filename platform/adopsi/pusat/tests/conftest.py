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


@pytest.fixture
def older(fresh: str) -> Callable[..., None]:
    """Says that a Pemda (Poso) has release 0.9.0 of a module, one whose tables are today's."""
    from catalog.models import Activation
    from provisioning.models import Release

    def make(slug: str, code: str = "72.02") -> None:
        if not Release.objects.using("owner").filter(slug=slug, version="0.9.0").exists():
            release = Release.objects.using("owner").filter(slug=slug).latest("built_at")
            release.pk, release.version, release.fingerprint = None, "0.9.0", "0" * 64
            release.save(using="owner", force_insert=True)
        rows = Activation.objects.using("owner").filter(pemda_id=code, slug=slug)
        rows.update(version="0.9.0", fingerprint="0" * 64)

    return make
