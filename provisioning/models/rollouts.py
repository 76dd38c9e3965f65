"""Rollouts: taking a release to the fleet, ring after ring."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from provisioning import words
from provisioning.models.runs import Run
from tenants.choices import TextChoices
from tenants.models import Pemda


class Rollout(models.Model):
    """A release on its way through the rings. Failures beyond the budget halt it until a person resumes."""

    class State(TextChoices):
        RUNNING = "running", _("Berjalan")
        PAUSED = "paused", _("Dijeda")
        HALTED = "halted", _("Berhenti karena gagal")
        DONE = "done", _("Selesai")
        CANCELLED = "cancelled", _("Dibatalkan")

    UNFINISHED: ClassVar = (State.RUNNING, State.PAUSED, State.HALTED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=30)
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    ring = models.CharField(max_length=10, choices=Pemda.Ring.choices, default=Pemda.Ring.CANARY)
    # How many Pemda may fail before everything stops.
    error_budget = models.PositiveSmallIntegerField(default=3)
    # Hours that a finished ring is watched before the next begins.
    soak_hours = models.PositiveSmallIntegerField(default=0)
    ring_done_at = models.DateTimeField(null=True, blank=True)
    ignores_windows = models.BooleanField(default=False)
    requested_by = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)
    # As `provisioning.words` keeps it, like the note of a target.
    halt_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(state__in=["running", "paused", "halted"]),
                name="one_rollout_per_module_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    @property
    def halt_reason_in_words(self) -> str:
        """Why everything stopped, in the reader's language."""
        return words.read(self.halt_reason)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in self.UNFINISHED


class RolloutTarget(models.Model):
    """One Pemda of a rollout."""

    class State(TextChoices):
        WAITING = "waiting", _("Menunggu")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")
        SKIPPED = "skipped", _("Dilewati")

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="targets")
    pemda_code = models.CharField(max_length=8)
    ring = models.CharField(max_length=10, choices=Pemda.Ring.choices)
    from_version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pemda_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rollout", "pemda_code"], name="pemda_once_per_rollout")
        ]
        indexes: ClassVar = [models.Index(fields=["rollout", "ring", "state"], name="rollout_target_board")]

    def __str__(self) -> str:
        return f"{self.rollout_id} {self.pemda_code}"

    @property
    def note_in_words(self) -> str:
        """Why the target is where it is, in the reader's language."""
        return words.read(self.note)


class Pin(models.Model):
    """A Pemda's wish to stay on the release it has, with a reason and a last day; an empty slug pins everything."""

    pemda_code = models.CharField(max_length=8)
    slug = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300)
    until = models.DateField()
    pinned_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pemda_code", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pemda_code", "slug"], name="pin_once_per_module")]

    def __str__(self) -> str:
        return f"{self.slug or '*'}@{self.pemda_code}"
