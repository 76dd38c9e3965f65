"""Failures to protect personal data, and the notices that must follow within 3x24 hours."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices


class Incident(models.Model):
    """One failure (UU 27/2022 article 46): which data, when and how, what was done."""

    class State(TextChoices):
        OPEN = "terbuka", _("Ditangani")
        CLOSED = "ditutup", _("Ditutup")

    title = models.CharField(_("Judul"), max_length=120)
    what_happened = models.TextField(_("Apa yang terjadi, dan bagaimana"), max_length=4000)
    data_disclosed = models.TextField(_("Data pribadi yang terungkap"), max_length=1000)
    occurred_at = models.DateTimeField(_("Terjadi"), null=True, blank=True)
    discovered_at = models.DateTimeField(_("Diketahui"))
    people_count = models.PositiveIntegerField(_("Jumlah orang yang terdampak (perkiraan)"), default=0)
    consequences = models.TextField(_("Akibat yang mungkin"), max_length=1000, blank=True)
    measures = models.TextField(_("Penanganan dan pemulihan"), max_length=4000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField()
    people_notified_at = models.DateTimeField(null=True, blank=True)
    authority_notified_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-discovered_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(occurred_at=None) | Q(occurred_at__lte=F("discovered_at")), name="privacy_incident_order"
            ),
            models.CheckConstraint(
                condition=Q(state="terbuka")
                | Q(people_notified_at__isnull=False, authority_notified_at__isnull=False, closed_at__isnull=False),
                name="privacy_incident_closed_after_notices",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """A short name for people."""
        return f"INS-{self.discovered_at:%Y}-{self.pk:04}"

    @property
    def is_notified(self) -> bool:
        """Whether both notices went out, so that the clock stands still."""
        return self.people_notified_at is not None and self.authority_notified_at is not None


class IncidentStep(models.Model):
    """One line of an incident's trail."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    note = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.act
