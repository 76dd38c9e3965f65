"""The identity provider that a Pemda brings along."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityProvider(models.Model):
    """An OpenID Connect provider by which people of this Pemda sign in; there is one or none.

    `secret_sealed` is the client secret, encrypted for this schema alone. `domains` are the parts behind the @ of the
    addresses that it may vouch for, in lower case.
    """

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    issuer = models.URLField(_("Alamat penerbit (issuer)"), max_length=300)
    client_id = models.CharField(_("ID klien"), max_length=200)
    secret_sealed = models.TextField()
    label = models.CharField(_("Tulisan pada tombol"), max_length=60)
    domains = models.JSONField(default=list)
    creates_officers = models.BooleanField(default=False)
    is_enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(singleton=True), name="one_identity_provider"),
        ]
        verbose_name = _("Penyedia identitas")

    def __str__(self) -> str:
        return self.label
