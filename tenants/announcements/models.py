"""Announcements, the Pemda that get them, and who there has read them; kept for ever, as history for both sides."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices


class Announcement(models.Model):
    """One text of tim pusat in both languages, with whom it is for and when it is shown."""

    class State(TextChoices):
        DRAFT = "draft", _("Draf")
        SENT = "sent", _("Terkirim")
        WITHDRAWN = "withdrawn", _("Ditarik")

    class Severity(TextChoices):
        INFO = "info", _("Informasi")
        IMPORTANT = "important", _("Penting")
        URGENT = "urgent", _("Mendesak")

    class Audience(TextChoices):
        ALL = "all", _("Semua Pemda")
        RING = "ring", _("Menurut gelombang rilis")
        PROVINCE = "province", _("Menurut provinsi")
        MODULE = "module", _("Menurut modul yang dipakai")
        PICKED = "picked", _("Pemda yang dipilih")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.INFO)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ALL)
    # Rings, province codes, slugs or codes of Pemda; empty for all.
    audience_values = models.JSONField(default=list, blank=True)
    title_id = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    body_id = models.TextField(max_length=4000)
    body_en = models.TextField(max_length=4000)
    # Nothing: from the moment it is sent, and until it is withdrawn.
    shown_from = models.DateTimeField(null=True, blank=True)
    shown_until = models.DateTimeField(null=True, blank=True)
    # The accounts of tim pusat; the names as they were then.
    created_by = models.CharField(max_length=120)
    created_by_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sent_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.CharField(max_length=300, blank=True)
    # The announcement that this one puts right; it was withdrawn when this one was sent.
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction")

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(shown_until=None)
                | models.Q(shown_from=None)
                | models.Q(shown_until__gt=models.F("shown_from")),
                name="announcement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(sent_at__isnull=False), name="announcement_sent_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_en if _reads_english() else self.title_id

    @property
    def body(self) -> str:
        """In the reader's language; paragraphs are parted by an empty line."""
        return self.body_en if _reads_english() else self.body_id

    @property
    def is_draft(self) -> bool:
        """Whether nobody has it yet."""
        return self.state == self.State.DRAFT

    @property
    def is_urgent(self) -> bool:
        """Whether its banner stays until it ends."""
        return self.severity == self.Severity.URGENT

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its time has passed."""
        return self.shown_until is not None and self.shown_until <= (now or timezone.now())

    @property
    def state_in_words(self) -> str:
        """What a person reads: the state, or that it waits for its day, or that its time is over."""
        if self.state != self.State.SENT:
            return str(self.get_state_display())
        if self.is_over():
            return str(_("Berakhir"))
        waits: Any = self.shown_from and self.shown_from > timezone.now()
        return str(_("Terjadwal")) if waits else str(_("Tampil"))


def _reads_english() -> bool:
    return (get_language() or "id").startswith("en")


class Recipient(models.Model):
    """One Pemda that gets one announcement, and the journal of telling it."""

    class State(TextChoices):
        WAITING = "waiting", _("Menunggu")
        DONE = "done", _("Terkirim")
        FAILED = "failed", _("Gagal")

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="recipients")
    # A code: no foreign key, so that the history outlives the Pemda.
    pemda_code = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Once withdrawn nobody there sees it; stands here, for a change of this row tells the Pemda's processes.
    hidden_at = models.DateTimeField(null=True, blank=True)
    # How many IT admins have it in their inbox, and how many of their mails the server took.
    told = models.PositiveSmallIntegerField(default=0)
    mailed = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    # A code in lower case, never the text of a mail server: that may hold an address.
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["pemda_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["announcement", "pemda_code"], name="announcement_once_per_pemda"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["pemda_code"], name="announcement_of_pemda"),
            models.Index(fields=["tried_at"], condition=models.Q(state="waiting"), name="announcement_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} → {self.pemda_code}"


class Reading(models.Model):
    """One person of a Pemda who opened the announcement or put its banner away; a number, never a name."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="readings")
    person_id = models.BigIntegerField()
    read_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "person_id"], name="announcement_read_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.person_id}"
