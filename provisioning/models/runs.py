"""The journal: runs of operations and their steps."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from provisioning import words
from provisioning.registry import operation_title, step_title
from tenants.choices import TextChoices


class Run(models.Model):
    """One execution of an operation on one Pemda."""

    class State(TextChoices):
        QUEUED = "queued", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")
        CANCELLED = "cancelled", _("Dibatalkan")

    UNFINISHED: ClassVar = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operation = models.CharField(max_length=40)
    # A code, not a foreign key: the run that creates a Pemda exists before it.
    pemda_code = models.CharField(max_length=8, db_index=True)
    subject = models.CharField(max_length=30, blank=True)
    arguments = models.JSONField(default=dict)
    # What the run found and left behind: tables, counted rows, postponed indexes, kept defaults.
    findings = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    requested_by = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)
    idempotency_key = models.CharField(max_length=80, blank=True)
    # SHA-256 of the whole request that the key came with; a default of the database, for runs are written by SQL too.
    request_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    is_cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    # As `provisioning.words` keeps it, for every reader's language.
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    # Until when this run can be undone, and the run that it undid.
    undo_until = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda_code", "operation", "subject"],
                condition=models.Q(state__in=["queued", "running"]),
                name="same_run_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["pemda_code", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="idempotency_key_once_per_pemda",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state"], condition=models.Q(state__in=["queued", "running"]), name="run_unfinished")
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.pemda_code} {self.subject}".strip()

    @property
    def title(self) -> str:
        """The operation in the reader's language."""
        return operation_title(self.operation)

    @property
    def error_in_words(self) -> str:
        """The error in the reader's language."""
        return words.read(self.error)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen without a person."""
        return self.state not in self.UNFINISHED

    @property
    def seconds(self) -> float | None:
        """How long the run took, from its first start."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class AnsweredRequest(models.Model):
    """A request with an idempotency key that needed no run: settings changed, or nothing to change."""

    pemda_code = models.CharField(max_length=8)
    idempotency_key = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pemda_code", "idempotency_key"], name="answered_once_per_pemda")
        ]

    def __str__(self) -> str:
        return f"{self.pemda_code} {self.idempotency_key}"


class RunStep(models.Model):
    """One named step of a run."""

    class State(TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # As `provisioning.words` keeps it.
    detail = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "position"], name="one_step_per_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The step in the reader's language."""
        return step_title(self.run.operation, self.name)

    @property
    def detail_in_words(self) -> str:
        """What the step did, in the reader's language."""
        return words.read(self.detail)

    @property
    def milliseconds(self) -> int | None:
        """How long the step took."""
        if self.started_at is None or self.finished_at is None:
            return None
        return round((self.finished_at - self.started_at).total_seconds() * 1000)
