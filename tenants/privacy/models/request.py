"""What a person asks about their data, step by step, within 3x24 hours."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.choices import TextChoices
from tenants.vault.fields import SealedCharField


class DataRequest(models.Model):
    """One request of a citizen or, entered by an officer, of a person without an account."""

    class Kind(TextChoices):
        ACCESS = "akses", _("Salinan data")
        CORRECTION = "pembetulan", _("Pembetulan data")
        WITHDRAWAL = "penarikan", _("Penarikan persetujuan")
        ERASURE = "penghapusan", pgettext_lazy("permintaan", "Penghapusan data")
        OBJECTION = "keberatan", _("Keberatan atas pemrosesan")

    class State(TextChoices):
        RECEIVED = "diterima", _("Menunggu")
        IN_PROGRESS = "dikerjakan", _("Diproses")
        DONE = "selesai", _("Selesai")
        REFUSED = "ditolak", _("Ditolak")

    class Channel(TextChoices):
        ONLINE = "daring", _("Daring")
        COUNTER = "loket", _("Surat atau loket")

    OPEN = (State.RECEIVED, State.IN_PROGRESS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    # Kept when the account goes, so that the proof of the erasure stays.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    applicant_name = models.CharField(max_length=120)
    # A phone or mail address, and what an identity card showed: sealed, and NULL where there is none.
    applicant_contact: Any = SealedCharField(row_key="id", max_length=254, null=True, blank=True)
    identity_check: Any = SealedCharField(row_key="id", max_length=300, null=True, blank=True)
    details = models.TextField(blank=True, max_length=2000)
    # A module's slug, `inti`, or empty for everything.
    scope = models.CharField(max_length=30, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=2000)
    outcome = models.JSONField(default=dict)
    file_path = models.CharField(max_length=160, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at"]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="privacy_request_queue")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["diterima", "dikerjakan"], closed_at=None)
                | Q(state__in=["selesai", "ditolak"], closed_at__isnull=False),
                name="privacy_request_closed_when_ended",
            ),
            models.CheckConstraint(condition=~Q(state="ditolak") | ~Q(answer=""), name="privacy_refusal_has_reason"),
            models.UniqueConstraint(
                fields=["person", "kind", "scope"],
                condition=Q(state__in=["diterima", "dikerjakan"], kind__in=["akses", "penghapusan"]),
                name="privacy_one_open_request",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """A short name for people: the year and the first eight signs of the key."""
        return f"PDP-{self.received_at:%Y}-{str(self.pk)[:8].upper()}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.state in self.OPEN

    def has_file(self, now: datetime) -> bool:
        """Whether there is something to download at that moment."""
        return bool(self.file_path) and (self.file_until is None or self.file_until > now)


class Correction(models.Model):
    """One field that the person wants changed, and what the officer decided."""

    class Decision(TextChoices):
        WAITING = "menunggu", _("Menunggu")
        ACCEPTED = "diterima", _("Diterima")
        REFUSED = "ditolak", _("Ditolak")

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="corrections")
    source = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    proposed = models.TextField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(decision="ditolak") | ~Q(reason=""), name="privacy_refused_field_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.label


class RequestStep(models.Model):
    """One line of a request's trail, shown to the officers and, without names, to the citizen."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    note = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_by_applicant = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.act
