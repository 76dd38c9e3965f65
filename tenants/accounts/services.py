"""Acts on accounts."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from tenants.accounts.models import Person


def mark_contact_verified(*, person: Person) -> None:
    """Note that the person's address is theirs, where another proof than a code exists."""
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
