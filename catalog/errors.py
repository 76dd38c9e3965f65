"""Refusals of the catalog."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.errors import DomainError


class UnknownModule(DomainError):
    """No module on the shelf has this slug."""

    code = "unknown_module"
    http_status = 404

    def __init__(self, slug: str) -> None:
        super().__init__(_("Tidak ada modul “%(slug)s” di katalog.") % {"slug": slug})


class InvalidSettings(DomainError):
    """The settings do not fit the module's schema; `problems` names each field."""

    code = "invalid_settings"
    message = gettext_lazy("Pengaturan tidak sesuai.")
    http_status = 422

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__()
        self.problems = problems


class ModuleNotActive(DomainError):
    """The module is not enabled in this Pemda."""

    code = "module_not_active"
    message = gettext_lazy("Modul ini tidak aktif di daerah Anda.")
    http_status = 404
