"""App configuration of `tenants.vault`."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Wrapped keys, in every Pemda's schema and in the public one."""

    name = "tenants.vault"
    label = "vault"
    verbose_name = "Brankas"
