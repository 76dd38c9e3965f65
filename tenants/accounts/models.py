"""A person with an account, and the tokens with which programs act for them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices
from tenants.vault.cipher import HEAD_LENGTH
from tenants.vault.fields import SealedCharField


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they log in with."""

    def create_user(self, *, name: str, email: str | None = None, **fields: object) -> Person:
        """Make a person; without `password` they log in by a one-time code or an invitation."""
        password = fields.pop("password", None)
        person = self.model(name=name, email=self.normalize_email(email).lower() if email else None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A citizen, an officer, an IT admin of this Pemda, or, in the public schema, of the Tangerang team."""

    class Kind(TextChoices):
        CITIZEN = "warga", _("Warga")
        OFFICER = "petugas", _("Petugas")
        ADMIN = "admin_ti", _("Admin TI")
        CENTRAL = "tim_pusat", _("Tim Pusat")

    # The kind of a person who stands for a support access: none of the Pemda's own, and nobody signs in as one.
    SUPPORT: ClassVar = "dukungan"
    # The support access as which this person acts, for the length of one request; never stored.
    support: Any = None

    username = models.CharField(max_length=32, unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Nama"), max_length=120)
    email = models.EmailField(_("Alamat surel"), null=True, blank=True, unique=True)
    phone: Any = SealedCharField(
        _("Nomor ponsel"), row_key="username", is_found=True, max_length=16, null=True, blank=True
    )
    phone_verified = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CITIZEN)
    language = models.CharField(max_length=2, blank=True)
    # How they like to read, as adopsi.preferences writes it; empty: as the device says.
    reading = models.CharField(max_length=80, blank=True, default="", db_default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("Orang")
        constraints: ClassVar = [
            # Equal numbers of one Pemda have equal heads.
            models.UniqueConstraint(Left("phone", HEAD_LENGTH), name="accounts_person_phone_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **options: object) -> None:
        """Keep unique contact fields NULL instead of empty, so that many people may lack one."""
        self.email = self.email.lower() if self.email else None
        self.phone = self.phone or None
        self.username = str(self.username).replace("-", "")[:32]
        super().save(*args, **options)

    @property
    def is_citizen(self) -> bool:
        """Whether the person uses the portal only."""
        return self.kind == self.Kind.CITIZEN

    @property
    def works_here(self) -> bool:
        """Whether the person may enter the console: an officer or an IT admin."""
        return self.kind in {self.Kind.OFFICER, self.Kind.ADMIN} or self.support is not None

    @property
    def is_it_admin(self) -> bool:
        """Whether the person administers the Pemda."""
        return self.kind == self.Kind.ADMIN or self.support is not None


class ApiToken(models.Model):
    """A program's key to one Pemda's API, limited to scopes; only its SHA-256 is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
