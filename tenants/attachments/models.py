"""A stored file and who may see it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices


class Attachment(models.Model):
    """A file in the Pemda's own media folder, re-encoded when it is an image."""

    class Visibility(TextChoices):
        PUBLIC = "public", _("Umum")
        STAFF = "staff", _("Petugas")
        OWNER = "owner", _("Pengunggah dan petugas")

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

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address from which those who may see the file get it."""
        return reverse("attachment", args=[self.id])

    @property
    def thumbnail_url(self) -> str:
        """The address of the same picture, at most 480 pixels wide."""
        return reverse("attachment-thumbnail", args=[self.id])
