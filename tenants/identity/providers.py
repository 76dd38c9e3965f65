"""The identity provider of the active Pemda: reading, setting, testing and removing it; an IT admin's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from django.db import transaction

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.identity.errors import ProviderMismatch, ProviderUnreachable, UnsafeAddress
from tenants.identity.fetching import ProviderSession, UnsafeTarget, is_safe_address
from tenants.identity.models import IdentityProvider
from tenants.vault.sealing import open_sealed, seal

PURPOSE, KEY = "identity_identityprovider.secret_sealed", "only"
DISCOVERY = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ENDPOINTS = (*NEEDED, "userinfo_endpoint")


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str


def get_provider() -> IdentityProvider | None:
    """The active Pemda's provider, enabled or not."""
    return IdentityProvider.objects.first()


def enabled_provider() -> IdentityProvider | None:
    """The provider by which people may sign in now."""
    return IdentityProvider.objects.filter(is_enabled=True).first()


def secret_of(provider: IdentityProvider) -> str:
    """The client secret in the clear, for the exchange with the provider alone."""
    return open_sealed(provider.secret_sealed, purpose=PURPOSE, key=KEY)


@transaction.atomic
def set_provider(
    *,
    issuer: str,
    client_id: str,
    secret: str,
    label: str,
    domains: list[str],
    creates_officers: bool,
    is_enabled: bool,
    actor: Person,
) -> IdentityProvider:
    """Set or change the provider; an empty secret keeps the present one."""
    require_admin(actor)
    if not is_safe_address(issuer):
        raise UnsafeAddress
    provider = IdentityProvider.objects.select_for_update().first() or IdentityProvider()
    wanted = {
        "issuer": issuer.rstrip("/"),
        "client_id": client_id,
        "label": label,
        "domains": sorted({domain.lower() for domain in domains}),
        "creates_officers": creates_officers,
        "is_enabled": is_enabled,
    }
    changes = {key: [getattr(provider, key), value] for key, value in wanted.items() if getattr(provider, key) != value}
    for key, value in wanted.items():
        setattr(provider, key, value)
    if secret:
        provider.secret_sealed = seal(secret, purpose=PURPOSE, key=KEY)
        changes["secret"] = ["", "diganti"]
    provider.save()
    record(act="identity_provider.changed", subject=provider, actor=actor, changes=changes)
    return provider


@transaction.atomic
def remove_provider(*, actor: Person) -> None:
    """Forget the provider; accounts that it opened stay, with a password of their own or without."""
    require_admin(actor)
    provider = get_provider()
    if provider is not None:
        record(act="identity_provider.removed", subject=provider, actor=actor, changes={"issuer": provider.issuer})
        provider.delete()


def discover(issuer: str) -> Discovery:
    """Read the provider's discovery document; raises UnsafeAddress, ProviderUnreachable or ProviderMismatch."""
    facts = read_discovery(issuer)
    return Discovery(facts["issuer"], facts["authorization_endpoint"], facts["token_endpoint"])


def read_discovery(issuer: str) -> dict[str, Any]:
    """The discovery document as the provider writes it, with all that we need in it; raises as `discover` does."""
    facts = _read(issuer)
    if not isinstance(facts, dict) or str(facts.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise ProviderMismatch
    if not all(isinstance(facts.get(name), str) for name in NEEDED):
        raise ProviderMismatch
    if not all(is_safe_address(str(facts[name])) for name in ENDPOINTS if facts.get(name)):
        raise UnsafeAddress
    return facts


def _read(issuer: str) -> Any:
    if not is_safe_address(issuer):
        raise UnsafeAddress
    try:
        with ProviderSession() as session:
            answer = session.get(issuer.rstrip("/") + DISCOVERY)
            answer.raise_for_status()
            return answer.json()
    except UnsafeTarget as error:
        raise UnsafeAddress from error
    except (requests.RequestException, ValueError) as error:
        raise ProviderUnreachable from error
