"""App configuration of `adopsi.pusat`."""

from django.apps import AppConfig


class PusatConfig(AppConfig):
    """No tables; templates and translations."""

    name = "adopsi.pusat"
    label = "pusat"
