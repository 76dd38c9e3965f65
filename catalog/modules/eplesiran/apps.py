"""App configuration of e-Plesiran."""

from django.utils.translation import gettext_lazy as _

from catalog.sdk.apps import BaseModuleConfig


class ModuleConfig(BaseModuleConfig):
    """Tables only in Pemda that enabled the module."""

    name = "catalog.modules.eplesiran"
    label = "eplesiran"
    verbose_name = _("e-Plesiran")
