"""Writing the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models

from tenants.audit.models import Entry
from tenants.context import request_id
from tenants.vault.fields import SealedCharField
from tenants.vault.masking import mask_text

SYSTEM = "Sistem"


def record(
    *, act: str, subject: models.Model | str, actor: Any = None, label: str = "", changes: dict[str, Any] | None = None
) -> Entry:
    """Write one entry; call it inside the transaction of the act, so that both happen or neither."""
    return Entry.objects.create(
        actor_id=getattr(actor, "pk", None),
        actor_name=(actor if isinstance(actor, str) else getattr(actor, "name", "")) or SYSTEM,
        act=act,
        subject_type=subject if isinstance(subject, str) else subject._meta.label_lower,
        subject_id="" if isinstance(subject, str) else str(subject.pk),
        subject_label=(label or str(subject))[:160],
        changes=_without_sealed(subject, changes or {}),
        request_id=request_id.get(),
    )


def _without_sealed(subject: models.Model | str, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with dots for what the subject keeps sealed: an entry must not tell what its row hides."""
    if isinstance(subject, str):
        return changes
    sealed = {each.name for each in subject._meta.concrete_fields if isinstance(each, SealedCharField)}
    return {name: _masked(value) if name in sealed else value for name, value in changes.items()}


def _masked(value: Any) -> Any:
    return [mask_text(each and str(each)) for each in value] if isinstance(value, list) else mask_text(str(value or ""))
