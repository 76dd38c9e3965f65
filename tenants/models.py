"""Shared tables about who adopts: regions of Indonesia, Pemda and their domains."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
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

    class Ring(TextChoices):
        CANARY = "canary", _("Perintis")
        VOLUNTEER = "volunteer", _("Relawan")
        EVERYONE = "everyone", pgettext_lazy("gelombang", "Semua")

    # The region's code; a sandbox has its Pemda's with a suffix: 72.02-u1.
    code = models.CharField(max_length=8, primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="governments")
    subdomain = models.SlugField(max_length=40, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    is_owner = models.BooleanField(default=False)
    sandbox_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="sandboxes")
    expires_at = models.DateTimeField(null=True, blank=True)
    # The release of the tables that every Pemda has, and that release's fingerprint as compiled.
    core_version = models.CharField(max_length=20, blank=True)
    core_fingerprint = models.CharField(max_length=64, blank=True)
    # When new releases may come: the ring, and hours of the Pemda's own clock (none: at any hour).
    ring = models.CharField(max_length=10, choices=Ring.choices, default=Ring.EVERYONE)
    window_starts = models.TimeField(null=True, blank=True)
    window_ends = models.TimeField(null=True, blank=True)
    upgrades_paused_until = models.DateField(null=True, blank=True)
    upgrades_paused_reason = models.CharField(max_length=300, blank=True)
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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region"], condition=models.Q(sandbox_of=None), name="one_pemda_per_region")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_sandbox(self) -> bool:
        """Whether it is a copy for trying things out, which nothing leaves."""
        return self.sandbox_of_id is not None


class Domain(DomainMixin):
    """A host name that leads to a Pemda: its subdomain, or a domain of its own."""

    verified_at = models.DateTimeField(null=True, blank=True)
    # What the TXT record must say; empty for a subdomain of ours, which needs no proof.
    proof_token = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # Days on which the proof was looked for in vain since it was last seen.
    failed_days = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["domain"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="one_primary_domain_per_pemda"
            )
        ]

    def __str__(self) -> str:
        return self.domain

    @property
    def is_open(self) -> bool:
        """Whether the host leads to the Pemda."""
        return self.verified_at is not None and self.suspended_at is None


class FreedName(models.Model):
    """A host that led to a Pemda and was given up; written by a trigger, however the domain went."""

    host = models.CharField(max_length=253, unique=True)
    pemda_code = models.CharField(max_length=8)
    freed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["host"]

    def __str__(self) -> str:
        return self.host


class Agreement(models.Model):
    """A Kesepakatan Bersama (MoU) or PKS between a Pemda and the owner; the PKS's annex lists modules (facts §1)."""

    class Kind(TextChoices):
        MOU = "mou", _("Kesepakatan Bersama")
        PKS = "pks", _("Perjanjian Kerja Sama (PKS)")

    pemda = models.ForeignKey(Pemda, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # Slugs of the annex; empty means all modules of the catalog.
    modules = models.JSONField(default=list, blank=True)
    module_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-signed_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pemda", "kind", "number"], name="agreement_number_once_per_pemda")
        ]

    def __str__(self) -> str:
        return self.number
