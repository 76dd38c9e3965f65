"""Addresses that want to know, what happened, and how telling it went."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.choices import TextChoices
from tenants.vault.fields import SealedCharField


class Endpoint(models.Model):
    """An address of another system, with the kinds of events it wants; the secrets are sealed for its row alone.

    While a secret is rotated, `former_secret` signs as well until `former_until`.
    """

    class State(TextChoices):
        ACTIVE = "active", pgettext_lazy("webhook", "Aktif")
        PAUSED = "paused", pgettext_lazy("webhook", "Dijeda")
        DISABLED = "disabled", pgettext_lazy("webhook", "Dimatikan")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Nama"), max_length=80)
    url = models.URLField(_("Alamat"), max_length=500)
    kinds = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    secret: Any = SealedCharField(row_key="key", max_length=80)
    former_secret: Any = SealedCharField(row_key="key", max_length=80, null=True, blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    # Since when nothing arrived; empty while the last delivery did.
    failing_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = "Webhook"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(former_secret__isnull=True, former_until__isnull=True)
                | Q(former_secret__isnull=False, former_until__isnull=False),
                name="webhooks_former_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """Something that happened, written in the transaction in which it did; ids rise in the order of writing."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="webhooks_event_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def message_id(self) -> str:
        """What a receiver sees as `webhook-id`: the same in each attempt and each replay."""
        return f"msg_{self.key.hex}"


class Delivery(models.Model):
    """One event on its way to one address; `next_at` is empty once nothing more is tried by itself."""

    class State(TextChoices):
        WAITING = "waiting", pgettext_lazy("webhook", "Menunggu")
        DELIVERED = "delivered", pgettext_lazy("webhook", "Terkirim")
        FAILED = "failed", pgettext_lazy("webhook", "Gagal")

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Tries of the present round: a replay begins a new one.
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhooks_event_once_per_endpoint"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(next_at=None), name="webhooks_settled_is_not_tried"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="webhooks_delivery_due"),
            models.Index(fields=["endpoint", "state", "-id"], name="webhooks_delivery_list"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.endpoint_id}"


class Attempt(models.Model):
    """One request and what came back, cut to a few lines."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=timezone.now)
    milliseconds = models.PositiveIntegerField(default=0)
    # 0 where no answer came.
    status = models.PositiveSmallIntegerField(default=0)
    # Why no answer came: `timeout`, `refused`, `unsafe`, …
    problem = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status or self.problem}"
