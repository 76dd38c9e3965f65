"""App configurations of the room `tenants`."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Shared tables: regions, Pemda, domains."""

    name = "tenants"
    label = "tenants"
    verbose_name = "Pemda"
