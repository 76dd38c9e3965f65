"""Refusals of pusat's own acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class AgreementExists(DomainError):
    """The Pemda has an agreement of this kind and number."""

    code = "agreement_exists"
    message = _("Perjanjian dengan jenis dan nomor ini sudah tercatat untuk Pemda ini.")


class AgreementEndsEarly(DomainError):
    """An agreement cannot end before it was signed."""

    code = "agreement_ends_early"
    message = _("Tanggal berakhir mendahului tanggal penandatanganan.")
    http_status = 422
