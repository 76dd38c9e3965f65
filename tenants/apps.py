"""App configurations of the room `tenants`."""

from django.apps import AppConfig

from tenants.backend import edges
from tenants.crossing import remember_places


class TenantsConfig(AppConfig):
    """Shared tables: regions, Pemda, domains."""

    name = "tenants"
    label = "tenants"
    verbose_name = "Pemda"

    def ready(self) -> None:
        """From now on every query remembers where it was made, and each connection is looked after once."""
        remember_places()
        edges.take_over()
