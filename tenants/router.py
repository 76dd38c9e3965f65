"""Sends each model to its connection: shared tables to `public`, a Pemda's tables to `default`.

Provisioning names the alias `owner` itself; only there may migrations run.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tenants.context import is_owner_writing
from tenants.crossing import alias_here, refuse_foreign

OWNER = "owner"
PUBLIC = "public"
DEFAULT = "default"


def is_shared_only(app_label: str) -> bool:
    """Whether the app's tables exist in the public schema alone."""
    return app_label in settings.SHARED_ONLY_LABELS


class PemdaRouter:
    """Django's database router of the house."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The alias that holds the model's table."""
        instance = hints.get("instance")
        if instance is not None:
            if instance._state.db == OWNER:
                return OWNER
            refuse_foreign(instance)
        if is_shared_only(model._meta.app_label):
            return PUBLIC
        return OWNER if is_owner_writing() else alias_here()

    db_for_write = db_for_read

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Relations never cross from a Pemda's schema to the public one, or to another Pemda's."""
        for instance in (first, second):
            refuse_foreign(instance)
        return is_shared_only(first._meta.app_label) == is_shared_only(second._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the owner changes tables; which apps go where is provisioning's decision."""
        known = settings.SHARED_LABELS | settings.PER_PEMDA_LABELS | set(settings.MODULE_LABELS)
        return db == OWNER and app_label in known
