"""App configuration of the edges."""

from django.apps import AppConfig
from django.core.checks import register

from adopsi.edges.security_txt import check_settings


class EdgesConfig(AppConfig):
    """What the content security policy stopped, for all Pemda."""

    name = "adopsi.edges"
    label = "edges"
    verbose_name = "Edges"

    def ready(self) -> None:
        """Have the settings looked at by `check`."""
        register(check_settings)
