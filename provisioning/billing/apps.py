"""App configuration of the room `billing`."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Stripe's events, subscriptions and invoices, in the public schema."""

    name = "provisioning.billing"
    label = "billing"
    verbose_name = "Langganan"
