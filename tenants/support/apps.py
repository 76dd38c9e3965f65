"""App configuration of the room `support`."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Requests for support access and their history, in the public schema."""

    name = "tenants.support"
    label = "support"
    verbose_name = "Akses dukungan"
