"""App configuration of `tenants.webhooks`."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Addresses, events and deliveries, in every Pemda's schema; a sandbox starts with none."""

    name = "tenants.webhooks"
    label = "webhooks"
    verbose_name = "Webhook"
