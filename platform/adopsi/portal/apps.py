"""App configuration of `adopsi.portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """News and notices, in every Pemda's schema."""

    name = "adopsi.portal"
    label = "portal"
    verbose_name = "Portal"
    # Public texts, so a sandbox has them as they are; devices are nobody's there.
    copied_to_sandboxes = ("News", "Notice")
