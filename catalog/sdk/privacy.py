"""A person's rights over a module's data: what may be put right, and what they consented to."""

from __future__ import annotations

from catalog.manifest import ConsentPurpose
from catalog.registry import get_manifest
from tenants.accounts.models import Person
from tenants.privacy.errors import NothingToCorrect
from tenants.privacy.models import Consent
from tenants.privacy.selectors import has_consent
from tenants.privacy.services import consents
from tenants.privacy.sources import Correctable

__all__ = ["Consent", "Correctable", "NothingToCorrect", "give_consent", "has_consent", "purpose_of"]


def purpose_of(key: str) -> ConsentPurpose:
    """The purpose as its module's manifest states it, to be shown where it is asked for."""
    manifest = get_manifest(key.partition(".")[0])
    return next(purpose for purpose in manifest.consents if purpose.key == key)


def give_consent(*, person: Person, key: str) -> Consent:
    """Write down that the person said yes on a page of the module, with the words they read."""
    purpose = purpose_of(key)
    return consents.give_consent(
        person=person, purpose=key, version=purpose.version, text=str(purpose.text), origin=Consent.Origin.MODULE
    )
