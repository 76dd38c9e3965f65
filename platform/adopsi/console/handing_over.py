"""Handing duties over: the roles of an officer, and the open work that is theirs by name.

Whatever waits in a queue belongs to an OPD and a role, so it comes with the role; only requests about personal data have
one person's name on them.
"""

from __future__ import annotations

from django.db import transaction

from tenants.accounts.models import Person
from tenants.organisation.services import hand_over_roles
from tenants.privacy.services.requests import hand_over_requests


@transaction.atomic
def hand_over_duties(*, person: Person, to: Person, actor: Person) -> None:
    """Give all roles of one officer, and the open requests in their name, to another; both or neither."""
    hand_over_roles(person=person, to=to, actor=actor)
    hand_over_requests(person=person, to=to, actor=actor)
