"""App configuration of `tenants.payments`."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments and the notices of their providers, in every Pemda's schema."""

    name = "tenants.payments"
    label = "payments"
    verbose_name = "Pembayaran"
    privacy_source = "tenants.payments.privacy.SOURCE"
