"""Who works at the desk for personal data."""

from __future__ import annotations

from tenants.accounts.models import Person
from tenants.errors import NotAllowed
from tenants.organisation.core_roles import PRIVACY_OFFICER
from tenants.organisation.selectors import has_role


def works_at_desk(person: Person) -> bool:
    """Whether the person is the Pejabat PDP, or an IT admin beside them."""
    if has_role(person, PRIVACY_OFFICER):
        return True
    return bool(getattr(person, "is_authenticated", False) and person.is_active and person.is_it_admin)


def require_desk(actor: Person) -> None:
    """Raise `NotAllowed` unless the person works at the desk."""
    if not works_at_desk(actor):
        raise NotAllowed
