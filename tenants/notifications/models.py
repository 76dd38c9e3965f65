"""Notifications of one person, what they want to hear where, and the browsers that show them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices
from tenants.vault.fields import SealedCharField


class Notification(models.Model):
    """One message to one person, with the page it is about."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    # A row that only carries a mail or a push: its person does not want this kind in the portal.
    is_listed = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-created_at"], name="notification_inbox"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.subject


class Channel(TextChoices):
    """Where a notice can reach a person."""

    PORTAL = "portal", _("Di portal")
    MAIL = "surel", _("Surel")
    PUSH = "push", _("Peramban")


class NoticeChoice(models.Model):
    """One thing a person does not want to hear: a kind of notice in a channel; without a row they do."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["kind", "channel"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="notice_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class PushKey(models.Model):
    """The Pemda's key pair of VAPID (RFC 8292): its public half names the sender to the browsers' push services."""

    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    # There is one row; a second one would make every subscription to the first worthless.
    place = models.PositiveSmallIntegerField(default=1, unique=True)
    public = models.CharField(max_length=90)
    private: Any = SealedCharField(row_key="key", max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.public[:12]


class PushSubscription(models.Model):
    """One browser in which a person asked to be told; it ends with the session in which they asked."""

    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    session_key = models.CharField(max_length=40)
    endpoint = models.TextField()
    # SHA-256 of the endpoint, which itself is too long for an index.
    endpoint_digest = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=90)
    secret: Any = SealedCharField(row_key="key", max_length=30)
    device = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["person"], name="push_subscription_person")]

    def __str__(self) -> str:
        return self.device or self.endpoint[:40]
