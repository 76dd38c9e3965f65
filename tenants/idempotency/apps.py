"""App configuration of `tenants.idempotency`."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Kept answers, in every Pemda's schema."""

    name = "tenants.idempotency"
    label = "idempotency"
    verbose_name = "Kunci idempotensi"
