"""App configuration of `tenants.privacy`."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Consents, requests, incidents and the retention journal, in every Pemda's schema."""

    name = "tenants.privacy"
    label = "privacy"
    verbose_name = "Pelindungan data pribadi"
    privacy_source = "tenants.privacy.core.SOURCE"
