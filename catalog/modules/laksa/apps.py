"""App configuration of the module."""

from catalog.sdk.apps import BaseModuleConfig


class ModuleConfig(BaseModuleConfig):
    """LAKSA, in the schema of each Pemda that enabled it."""

    name = "catalog.modules.laksa"
    label = "laksa"
    verbose_name = "LAKSA"
