"""Activations: which module is in which Pemda, in which state, with which settings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices
from tenants.models import Pemda


class Activation(models.Model):
    """A module in a Pemda."""

    class State(TextChoices):
        ACTIVE = "active", _("Aktif")
        PARKED = "parked", _("Nonaktif, data disimpan")

    pemda = models.ForeignKey(Pemda, on_delete=models.CASCADE, related_name="activations")
    slug = models.SlugField(max_length=30)
    state = models.CharField(max_length=10, choices=State.choices)
    # The release whose tables the Pemda has, and that release's fingerprint as compiled.
    version = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64, blank=True)
    settings = models.JSONField(default=dict)
    enabled_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    purge_after = models.DateTimeField(null=True, blank=True)
    # Default data that the Pemda changed and that upgrades therefore left alone.
    kept = models.JSONField(default=list)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pemda", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pemda", "slug"], name="module_once_per_pemda")]

    def __str__(self) -> str:
        return f"{self.slug}@{self.pemda_id}"


class SettingsChange(models.Model):
    """One change of a module's settings in a Pemda, so that it can be undone."""

    pemda = models.ForeignKey(Pemda, on_delete=models.CASCADE, related_name="settings_changes")
    slug = models.SlugField(max_length=30)
    # The settings as stored, before and after; a missing name means the manifest's default.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    changed_by = models.CharField(max_length=120)
    changed_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["pemda", "slug", "-changed_at"], name="settings_change_newest")]

    def __str__(self) -> str:
        return f"{self.slug}@{self.pemda_id} {self.changed_at:%Y-%m-%d}"
