"""Refusals of the catalog."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
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


class ModuleInMaintenance(DomainError):
    """The module's tables in this Pemda are of a release that the code does not serve; its upgrade is on the way."""

    code = "module_in_maintenance"
    http_status = 503

    def __init__(self, title: str) -> None:
        text = _("%(title)s sedang dimutakhirkan. Datanya aman; silakan kembali beberapa saat lagi.")
        super().__init__(text % {"title": title})


# --- settings -----------------------------------------------------------------------------------------


class NoSettingsToUndo(DomainError):
    """No change of settings is left that could be taken back."""

    code = "no_settings_to_undo"
    message = gettext_lazy("Tidak ada perubahan pengaturan yang dapat diurungkan.")


class SettingsChangedSince(DomainError):
    """The stored settings are no longer what the last change left."""

    code = "settings_changed_since"
    message = gettext_lazy("Pengaturan sudah berubah lagi sesudah perubahan itu, jadi tidak dapat diurungkan.")


class SettingsUndoTooLate(DomainError):
    """The window for taking a change of settings back is over."""

    code = "settings_undo_too_late"

    def __init__(self, until: datetime) -> None:
        text = _("Batas waktu untuk mengurungkan pengaturan sudah lewat (%(until)s).")
        super().__init__(text % {"until": date_format(localtime(until), "DATETIME_FORMAT")})
