"""Writing the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models

from tenants.audit.models import Entry
from tenants.context import request_id

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
        changes=changes or {},
        request_id=request_id.get(),
    )
