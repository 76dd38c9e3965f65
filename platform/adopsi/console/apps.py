"""App configuration of `adopsi.console`."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """No tables; templates and translations."""

    name = "adopsi.console"
    label = "console"
