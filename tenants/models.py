"""Shared tables about who adopts: regions of Indonesia, Pemda and their domains."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants.choices import TextChoices


class Region(models.Model):
    """A province, regency or city with its Kemendagri code (Permendagri 58/2021)."""

    class Kind(TextChoices):
        PROVINCE = "provinsi", _("Provinsi")
        REGENCY = "kabupaten", _("Kabupaten")
        CITY = "kota", _("Kota")

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    display_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    province_code = models.CharField(max_length=2, blank=True, db_index=True)
    time_zone = models.CharField(max_length=32)
    is_autonomous = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.display_name


class Pemda(TenantMixin):
    """A regional government that adopts; its data lives in the schema `schema_name`."""

    class State(TextChoices):
        PREPARING = "preparing", _("Disiapkan")
        ACTIVE = "active", _("Aktif")
        SUSPENDED = "suspended", _("Ditangguhkan")
        FAILED = "failed", _("Gagal")

    auto_create_schema = False
    auto_drop_schema = False

    code = models.CharField(max_length=5, primary_key=True)
    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="pemda")
    subdomain = models.SlugField(max_length=40, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    is_owner = models.BooleanField(default=False)
    # Brand and contact are shown before anybody signs in, so they are read with the Pemda, not from its schema.
    brand_primary = models.CharField(max_length=7, default="#0f766e")
    brand_secondary = models.CharField(max_length=7, default="#155e75")
    brand_logo = models.CharField(max_length=200, blank=True)
    tagline = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_address = models.CharField(max_length=200, blank=True)
    tile_url = models.URLField(blank=True)
    tile_attribution = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = "Pemda"

    def __str__(self) -> str:
        return self.code


class Domain(DomainMixin):
    """A host name that leads to a Pemda: its subdomain, or a domain of its own."""

    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["domain"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="one_primary_domain_per_pemda"
            )
        ]

    def __str__(self) -> str:
        return self.domain
