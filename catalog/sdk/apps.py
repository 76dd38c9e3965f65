"""The AppConfig that every module's `apps.py` subclasses."""

from django.apps import AppConfig


class BaseModuleConfig(AppConfig):
    """A module: `class ModuleConfig(BaseModuleConfig)` with `name` and `label = slug`."""

    default = False
