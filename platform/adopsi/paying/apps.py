"""App configuration of `adopsi.paying`."""

from django.apps import AppConfig


class PayingConfig(AppConfig):
    """Pages of payments; their tables are in `tenants.payments`."""

    name = "adopsi.paying"
    label = "paying"
