"""Refusals of the API's own, and the envelope that names the Open Service Broker's conflicts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.response import Response

from catalog.sdk.api import error_envelope
from provisioning.errors import CONFLICT_CODES
from tenants.errors import DomainError


class SettingsNeedActiveModule(DomainError):
    """Settings were sent for a module that is off, or together with switching it."""

    code = "settings_need_active_module"
    message = gettext_lazy("Pengaturan hanya dapat diubah pada modul yang sedang aktif.")
    http_status = 409


class ReleaseNotOnOffer(DomainError):
    """Only this code base's release can be installed."""

    code = "release_not_on_offer"
    http_status = 422

    def __init__(self, wanted: str, offered: str) -> None:
        text = _("Rilis %(wanted)s tidak tersedia; yang dapat dipasang sekarang adalah %(offered)s.")
        super().__init__(text % {"wanted": wanted, "offered": offered}, field="release")


class NothingToUndo(DomainError):
    """No finished run of the module can be taken back now."""

    code = "nothing_to_undo"
    message = gettext_lazy("Tidak ada proses modul ini yang dapat diurungkan sekarang.")


def conflict_envelope(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: the house's envelope, with `error` for a conflict that a broker's client knows."""
    response = error_envelope(error, context)
    if response is not None and isinstance(error, DomainError) and error.code in CONFLICT_CODES:
        response.data["error"]["error"] = CONFLICT_CODES[error.code]
    return response
