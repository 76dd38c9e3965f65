"""Entries of the audit trail, changes of rows and the chain over both; no login that serves requests may change them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
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


class RowChange(models.Model):
    """One change of one row, written by the trigger `adopsi_audit` of its table and by nobody else.

    `before` and `after` hold the columns that changed; personal and secret ones as a dot. `mark` is a keyed hash by
    the trigger, so that a row which it did not write is told from its own before the chain covers it.
    """

    class Operation(models.TextChoices):
        INSERT = "I"
        UPDATE = "U"
        DELETE = "D"

    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    operation = models.CharField(max_length=1, choices=Operation.choices)
    row_key = models.CharField(max_length=120)
    # Whom the row is about, where the table says so.
    person_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    actor_kind = models.CharField(max_length=20)
    request_id = models.CharField(max_length=32)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    login = models.CharField(max_length=63)
    mark = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            BrinIndex(fields=["at"], name="audit_rowchange_at"),
            models.Index(fields=["table_name", "row_key"], name="audit_rowchange_row"),
            models.Index(fields=["request_id"], name="audit_rowchange_request"),
            models.Index(
                fields=["person_id"], condition=models.Q(person_id__isnull=False), name="audit_rowchange_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_key}"


class Link(models.Model):
    """One record's place in the chain: `hash` covers the record and the hash before it, keyed by the Pemda's vault."""

    class Source(models.TextChoices):
        ACT = "a"
        ROW = "r"

    number = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=1, choices=Source.choices)
    record_id = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "record_id"], name="audit_link_once_per_record")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.source}{self.record_id}"


class Head(models.Model):
    """Where a chain ends, signed. The public schema has one per Pemda, each Pemda a copy of its own."""

    schema_name = models.CharField(max_length=63, primary_key=True)
    # Up to this link changes of rows may be gone: they were older than ADOPSI_AUDIT_DAYS.
    pruned_number = models.BigIntegerField(default=0)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.schema_name} {self.number}"


class Secret(models.Model):
    """With what the trigger marks its rows; nobody but the tables' owner reads it."""

    value = models.BinaryField()

    def __str__(self) -> str:
        return "••••"
