"""Entries of the audit trail; no login that serves requests may change or delete them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One act. People are named by id and by the name they had then, so that entries outlive accounts."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    actor_name = models.CharField(max_length=120)
    act = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=160, blank=True)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.act} {self.subject_type} {self.subject_id}"
