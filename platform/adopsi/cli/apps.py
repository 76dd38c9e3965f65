"""App configuration of `adopsi.cli`."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """No tables; templates and translations."""

    name = "adopsi.cli"
    label = "cli"
