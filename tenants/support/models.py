"""Support accesses; kept for ever, as history for both sides."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices

LEAST_HOURS, MOST_HOURS = 3, 168
# A wish that nobody answered is no wish any more.
ANSWER_WITHIN = timedelta(days=7)


class SupportAccess(models.Model):
    """One wish of one person of tim pusat to enter one Pemda, from the question to the end."""

    class State(TextChoices):
        ASKED = "asked", _("Menunggu jawaban")
        GRANTED = "granted", _("Diizinkan")
        REFUSED = "refused", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Ditarik kembali")
        REVOKED = "revoked", _("Dicabut")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A code: no foreign key, so that the history outlives the Pemda.
    pemda_code = models.CharField(max_length=8, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    reason = models.CharField(max_length=500)
    hours = models.PositiveSmallIntegerField()
    wants_write = models.BooleanField(default=False)
    # The account of tim pusat; the name as it was then.
    asked_by = models.CharField(max_length=120)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_by_key = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    may_write = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Who ended it before its time: the Pemda's admin, or who had asked.
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the one-time link that waits to be used, and of the session that is open.
    entry_digest = models.CharField(max_length=64, blank=True)
    entry_until = models.DateTimeField(null=True, blank=True)
    session_digest = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    # The marked person in the Pemda's own tables, to whom what was done is ascribed.
    person_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=LEAST_HOURS, hours__lte=MOST_HOURS), name="support_hours_within_bounds"
            ),
            models.UniqueConstraint(
                fields=["pemda_code", "asked_by_id"],
                condition=models.Q(state="asked"),
                name="one_support_question_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="granted") | models.Q(expires_at__isnull=False),
                name="support_grant_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}@{self.pemda_code}"

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether the Pemda can be entered with it."""
        moment = now or timezone.now()
        return self.state == self.State.GRANTED and self.expires_at is not None and moment < self.expires_at

    @property
    def is_active(self) -> bool:
        """The same, for a page."""
        return self.is_open()

    @property
    def is_over(self) -> bool:
        """Whether its time ran out."""
        return self.state == self.State.GRANTED and not self.is_open()

    @property
    def is_stale(self) -> bool:
        """Whether nobody answered in time."""
        return self.state == self.State.ASKED and timezone.now() > self.asked_at + ANSWER_WITHIN

    @property
    def state_in_words(self) -> str:
        """What a person reads: the state, or that its time is over."""
        if self.is_over:
            return str(_("Berakhir"))
        return str(_("Tidak dijawab")) if self.is_stale else str(self.get_state_display())
