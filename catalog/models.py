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
        DISABLED = "disabled", _("Nonaktif")

    pemda = models.ForeignKey(Pemda, on_delete=models.CASCADE, related_name="activations")
    slug = models.SlugField(max_length=30)
    state = models.CharField(max_length=10, choices=State.choices)
    version = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    enabled_at = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pemda", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pemda", "slug"], name="module_once_per_pemda")]

    def __str__(self) -> str:
        return f"{self.slug}@{self.pemda_id}"
