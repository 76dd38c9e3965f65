"""Saved views of officers' lists."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.organisation.models import Opd


class SavedView(models.Model):
    """A name for a set of filters of one list; shared with an OPD, or with everybody who has the list."""

    worklist = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    # As it stands in the address, without the page.
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)
    opd = models.ForeignKey(Opd, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "worklist", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=Q(opd=None) | Q(is_shared=True), name="saved_view_opd_when_shared"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view with which a list opens for one person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    worklist = models.CharField(max_length=60)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "worklist"], name="default_view_once"),
        ]

    def __str__(self) -> str:
        return f"{self.worklist}: {self.view_id}"
