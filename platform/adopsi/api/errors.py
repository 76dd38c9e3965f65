"""Refusals of the API's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class SettingsNeedActiveModule(DomainError):
    """Settings were sent for a module that is off, or together with switching it."""

    code = "settings_need_active_module"
    message = _("Pengaturan hanya dapat diubah pada modul yang sedang aktif.")
    http_status = 409
