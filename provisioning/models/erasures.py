"""Erasures: asked for by one person, approved by another, exported, purged, certified."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from provisioning.models.runs import Run
from tenants.choices import TextChoices


class Erasure(models.Model):
    """The end of a parked module's data in a Pemda, from the wish to the certificate. Kept for ever."""

    class State(TextChoices):
        ASKED = "asked", _("Menunggu persetujuan kedua")
        APPROVED = "approved", _("Disetujui")
        REFUSED = "refused", _("Ditolak")
        DONE = "done", _("Data telah dihapus")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pemda_code = models.CharField(max_length=8, db_index=True)
    slug = models.SlugField(max_length=30)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    reason = models.CharField(max_length=300)
    # Two different people; at the end of the parking period the rule itself asks and approves.
    asked_by = models.CharField(max_length=120)
    asked_by_key = models.CharField(max_length=40)
    asked_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_by_key = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    # Why the second person said no; also of one who took their own wish back.
    refusal = models.CharField(max_length=300, blank=True, default="")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Below MEDIA_ROOT; the hash is that of the archive as exported.
    export_path = models.CharField(max_length=200, blank=True)
    export_sha256 = models.CharField(max_length=64, blank=True)
    # When the archive was deleted at the end of ADOPSI_EXPORT_DAYS; its hash stays.
    export_deleted_at = models.DateTimeField(null=True, blank=True)
    rows_erased = models.JSONField(default=dict)
    certificate_path = models.CharField(max_length=200, blank=True)
    certificate_sha256 = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda_code", "slug"],
                condition=models.Q(state__in=["asked", "approved"]),
                name="one_erasure_at_a_time_per_module",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug}@{self.pemda_code}"
