"""What goes wrong with sealed values, and refusals of revealing them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class SealBroken(Exception):
    """A value does not open here: it was changed, or moved from another Pemda, column or row."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"a sealed value of {purpose} does not open")


class KeysMissing(Exception):
    """The place has no keys, or none that this process's master key unwraps."""


class NeedsItsRow(TypeError):
    """A sealed field was to be written or compared without its row: save the instance, or look up by equality."""


class ReasonMissing(DomainError):
    """Who looks at a sealed value says why."""

    code = "reason_missing"
    message = _("Tulis alasan membuka data ini, paling sedikit 10 huruf.")
    http_status = 400

    def __init__(self) -> None:
        super().__init__(field="reason")
