"""Refusals of keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class InvalidIdempotencyKey(DomainError):
    """The key is longer than 80 characters, or has others than visible ASCII."""

    code = "invalid_idempotency_key"
    message = _("Idempotency-Key paling panjang 80 huruf ASCII tanpa spasi.")
    http_status = 422


class KeyOfAnotherRequest(DomainError):
    """The key was sent before with another request."""

    code = "idempotency_key_reused"
    message = _("Idempotency-Key ini sudah dipakai untuk permintaan lain. Pakai kunci baru.")
    http_status = 422


class StillAnswering(DomainError):
    """The same key is being answered at this very moment."""

    code = "idempotency_in_progress"
    message = _("Permintaan dengan Idempotency-Key ini sedang dikerjakan. Coba lagi sebentar lagi.")
    http_status = 409
