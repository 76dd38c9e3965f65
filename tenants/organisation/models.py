"""OPD as a tree, and role grants: who may do what, in the whole Pemda or in one OPD."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Opd(models.Model):
    """An organisational unit: a dinas, badan, kecamatan, RSUD, ..."""

    code = models.SlugField(_("Kode"), max_length=30, unique=True)
    name = models.CharField(_("Nama"), max_length=150)
    short_name = models.CharField(_("Nama singkat"), max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(_("Aktif"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "OPD"

    def __str__(self) -> str:
        return self.short_name


class RoleGrant(models.Model):
    """A role of a manifest given to a person, for one OPD or (NULL) for all of them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=80)
    opd = models.ForeignKey(Opd, on_delete=models.CASCADE, null=True, blank=True, related_name="role_grants")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["role", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "opd"], name="role_granted_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
