"""Where Django finds the design system."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """The design system; it has templates and static files, and no tables."""

    name = "adopsi.theme"
    label = "theme"
