"""Why a display is not let in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class UnknownDisplayCode(DomainError):
    """No display waits for this code: mistyped, used already, or older than a quarter of an hour."""

    code = "display_code_unknown"
    message = _("Kode ini tidak dikenal, sudah dipakai, atau sudah lewat 15 menit. Minta kode baru.")
    http_status = 422
