"""App configuration of `tenants.identity`."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Identity providers, in every Pemda's schema."""

    name = "tenants.identity"
    label = "identity"
    verbose_name = "Cara masuk"
