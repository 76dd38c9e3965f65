"""Opening an officer's account on the word of the Pemda's identity provider."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from tenants.accounts.models import Person
from tenants.accounts.services import mark_contact_verified
from tenants.audit.services import record
from tenants.identity.models import IdentityProvider


def open_officer_account(*, email: str, name: str, provider: IdentityProvider) -> Person:
    """Make an officer without any role, or give the account that another request made meanwhile; never an IT admin."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                name=(name.strip() or email.partition("@")[0])[:120], email=email, kind=Person.Kind.OFFICER
            )
            mark_contact_verified(person=person)
            record(act="account.opened_by_provider", subject=person, actor=provider.label)
    except IntegrityError:
        return Person.objects.get(email=email)
    return person
