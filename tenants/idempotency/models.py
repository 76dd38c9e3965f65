"""An answer that is given again to the same request."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from tenants.vault.fields import SealedCharField


class KeptAnswer(models.Model):
    """What a person's request with this key was answered; written in the transaction of the act itself.

    `digest` is the SHA-256 of the whole request: method, address, query and body.
    """

    # The status of a key that is being worked on; committed rows have an answer.
    NONE: ClassVar = 0

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    # Sealed: an answer may hold what is shown once, or a person's own data.
    seal_key = models.UUIDField(default=uuid.uuid4, editable=False)
    body: Any = SealedCharField(row_key="seal_key", max_length=1_000_000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_once_per_person"),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return self.key
