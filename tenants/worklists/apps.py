"""App configuration of `tenants.worklists`."""

from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    """Saved views, in every Pemda's schema."""

    name = "tenants.worklists"
    label = "worklists"
    verbose_name = "Tampilan tersimpan"
    privacy_source = "tenants.worklists.privacy.SOURCE"
