"""Acts on sealed values: `seal`, `open_sealed`, and revealing what screens show masked."""

from __future__ import annotations

from django.db import models, transaction

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.errors import NotAllowed
from tenants.vault.errors import ReasonMissing
from tenants.vault.sealing import blind_index_of, open_sealed, seal

__all__ = ["blind_index_of", "open_sealed", "reveal", "seal"]
SHORTEST_REASON = 10


@transaction.atomic
def reveal(*, instance: models.Model, field: str, reason: str, actor: Person, is_allowed: bool) -> str:
    """Give the plain value to who may see it and says why; both are written down before it is shown.

    The caller knows its roles: `is_allowed` is its answer, taken from the actor and the instance.
    """
    if not (is_allowed and actor.is_active):
        raise NotAllowed
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    record(
        act="vault.revealed",
        subject=instance,
        actor=actor,
        changes={"field": field, "reason": reason.strip()[:300]},
    )
    return str(getattr(instance, field) or "")
