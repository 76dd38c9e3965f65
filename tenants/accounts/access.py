"""Who may administer a Pemda."""

from __future__ import annotations

from tenants.accounts.models import Person
from tenants.errors import NotAllowed


def require_admin(actor: Person) -> None:
    """Raise `NotAllowed` unless the person is an active IT admin of the active Pemda."""
    if not (actor.is_active and actor.is_it_admin):
        raise NotAllowed
