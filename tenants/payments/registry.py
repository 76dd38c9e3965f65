"""The providers that there are, and the one that takes the active Pemda's payments."""

from __future__ import annotations

from typing import Final

from tenants.payments.errors import NoProvider, PaymentUnknown
from tenants.payments.providers import Provider
from tenants.payments.providers.demonstration import DemonstrationProvider

# The first one that is ready is used; a bank's stands before the demonstration's.
PROVIDERS: Final[tuple[Provider, ...]] = (DemonstrationProvider(),)


def current_provider() -> Provider:
    """The provider that takes the active Pemda's payments; raises `NoProvider`."""
    for provider in PROVIDERS:
        if provider.is_ready():
            return provider
    raise NoProvider


def provider_of(key: str) -> Provider:
    """The provider of that name, if it is ready here; raises `PaymentUnknown`."""
    for provider in PROVIDERS:
        if provider.key == key and provider.is_ready():
            return provider
    raise PaymentUnknown
