"""Backups of Pemda: what was archived when, whether a restore of it was proven, and what each Pemda wishes."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from provisioning import words
from provisioning.models.runs import Run
from tenants.choices import TextChoices


class Backup(models.Model):
    """One archive of a Pemda."""

    class Kind(TextChoices):
        SCHEDULED = "scheduled", _("Terjadwal")
        MANUAL = "manual", _("Diminta")
        EXPORT = "export", _("Ekspor")
        TAKEN_IN = "taken_in", _("Dibawa dari berkas")
        BEFORE = "before", _("Sebelum pemulihan")

    class Proof(TextChoices):
        NONE = "none", _("Belum diuji")
        PROVEN = "proven", _("Terbukti dapat dipulihkan")
        FAILED = "failed", _("Gagal dipulihkan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pemda_code = models.CharField(max_length=8, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # In the storage of backups; encrypted. Empty once the archive was deleted.
    path = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.BigIntegerField(default=0)
    files = models.IntegerField(default=0)
    # `{slug: version}` of the core and the modules.
    releases = models.JSONField(default=dict)
    requested_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    # Read back and compared part by part; before that it counts for nothing.
    checked_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=8, choices=Proof.choices, default=Proof.NONE)
    tested_at = models.DateTimeField(null=True, blank=True)
    test_seconds = models.FloatField(null=True, blank=True)
    # As `provisioning.words` keeps it.
    test_error = models.TextField(blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        indexes: ClassVar = [models.Index(fields=["pemda_code", "-made_at"], name="backup_newest")]

    def __str__(self) -> str:
        return f"{self.pemda_code} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def test_error_in_words(self) -> str:
        """Why the restore was not proven, in the reader's language."""
        return words.read(self.test_error)


class BackupPlan(models.Model):
    """When a Pemda is backed up and how much is kept; without a row the usual holds. Also what was said of its badge."""

    pemda_code = models.CharField(max_length=8, primary_key=True)
    is_on = models.BooleanField(default=True)
    # By the Pemda's own clock; the minute follows from its code, so that not all begin at once.
    hour = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(23)])
    keep_daily = models.PositiveSmallIntegerField(default=7)
    keep_weekly = models.PositiveSmallIntegerField(default=4)
    keep_monthly = models.PositiveSmallIntegerField(default=6)
    changed_by = models.CharField(max_length=120, blank=True)
    # When people were told that the badge is red; empty while it is green.
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pemda_code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hour__lte=23, keep_daily__gte=1, keep_daily__lte=60)
                & models.Q(keep_weekly__lte=60, keep_monthly__lte=60),
                name="backup_plan_within_bounds",
            )
        ]

    def __str__(self) -> str:
        return self.pemda_code
