"""A person's consent to one purpose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices


class Consent(models.Model):
    """Given once to one version of a text; withdrawn once. A new consent is a new row (UU 27/2022 article 22)."""

    class Origin(TextChoices):
        SIGNUP = "daftar", _("Saat mendaftar")
        PROFILE = "profil", _("Di halaman Data saya")
        MODULE = "modul", _("Saat memakai layanan")
        COUNTER = "loket", _("Di loket")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    # The words as the person read them: what they agreed to must be shown years later.
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="privacy_one_consent_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="privacy_consent_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.purpose} {self.version}"

    @property
    def is_in_force(self) -> bool:
        """Whether the person has not withdrawn it."""
        return self.withdrawn_at is None
