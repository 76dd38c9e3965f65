"""A stored file and who may see it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.choices import TextChoices


class Attachment(models.Model):
    """A file in the Pemda's own media folder, re-encoded when it is an image."""

    class Visibility(TextChoices):
        PUBLIC = "public", pgettext_lazy("berkas", "Umum")
        STAFF = "staff", _("Petugas")
        OWNER = "owner", _("Pengunggah dan petugas")

    class Scan(TextChoices):
        NONE = "none", _("Tidak dipindai")
        WAITING = "waiting", _("Menunggu pemindaian")
        CLEAN = "clean", _("Bersih")
        INFECTED = "infected", _("Berisi virus")

    # What nobody may open: the scanner has not seen it yet, or has found something.
    QUARANTINED = (Scan.WAITING, Scan.INFECTED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=160)
    purpose = models.CharField(max_length=60)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.OWNER)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Of the camera, only where the caller asked to keep it.
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.NONE)
    finding = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(scan="waiting"), name="attachment_to_scan")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address from which those who may see the file get it."""
        return reverse("attachment", args=[self.id])

    @property
    def is_quarantined(self) -> bool:
        """Whether the file may not be served."""
        return self.scan in self.QUARANTINED

    @property
    def thumbnail_url(self) -> str:
        """The address of the same picture, at most 480 pixels wide."""
        return reverse("attachment-thumbnail", args=[self.id])


class UploadLimits(models.Model):
    """How much may be uploaded in this Pemda: one row at most; without it the usual limits hold."""

    key = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    megabytes = models.PositiveSmallIntegerField(_("Berkas paling besar (MB)"), default=10)
    megapixels = models.PositiveSmallIntegerField(_("Foto paling besar (megapiksel)"), default=50)
    files_per_day = models.PositiveSmallIntegerField(_("Berkas per orang per hari"), default=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(key=1), name="upload_limits_once"),
            models.CheckConstraint(
                condition=models.Q(megabytes__range=(1, 25), megapixels__range=(1, 100), files_per_day__gte=1),
                name="upload_limits_within_reason",
            ),
        ]
        verbose_name_plural = "upload limits"

    def __str__(self) -> str:
        return f"{self.megabytes} MB"
