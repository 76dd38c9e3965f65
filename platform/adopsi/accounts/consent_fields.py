"""The consents that the sign-up form asks for: unticked, for a consent is given, not left standing."""

from __future__ import annotations

from typing import Any

from django import forms

from catalog.manifest import ConsentPurpose
from catalog.privacy.purposes import CORE_PURPOSES, give
from tenants.accounts.models import Person
from tenants.privacy.models import Consent


def field_name(purpose: ConsentPurpose) -> str:
    """`consent_kabar` for the purpose `inti.kabar`."""
    return f"consent_{purpose.key.partition('.')[2]}"


def consent_fields() -> dict[str, forms.BooleanField]:
    """One box for each purpose of Adopsi itself; modules ask where they are used."""
    return {
        field_name(purpose): forms.BooleanField(label=str(purpose.text), required=False) for purpose in CORE_PURPOSES
    }


def keep_consents(*, person: Person, values: dict[str, Any]) -> None:
    """Write down what was ticked."""
    for purpose in CORE_PURPOSES:
        if values.get(field_name(purpose)):
            give(person=person, key=purpose.key, origin=Consent.Origin.SIGNUP)
