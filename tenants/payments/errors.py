"""Refusals of payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class NoProvider(DomainError):
    """The Pemda has no provider that takes payments."""

    code = "no_payment_provider"
    message = _("Daerah ini belum dapat menerima pembayaran daring. Hubungi dinas pengelola.")


class PaymentUnknown(DomainError):
    """No such payment, or it is another person's."""

    code = "payment_unknown"
    message = _("Pembayaran ini tidak ada.")
    http_status = 404


class PaymentClosed(DomainError):
    """The payment no longer waits for money, or never had any to return."""

    code = "payment_closed"
    message = _("Pembayaran ini sudah ditutup.")


class AmountInvalid(DomainError):
    """The amount is not a positive number of rupiah."""

    code = "amount_invalid"
    message = _("Jumlah pembayaran tidak sesuai.")
    http_status = 422


class SignatureInvalid(DomainError):
    """A notice that its provider did not sign, or signed too long ago."""

    code = "signature_invalid"
    message = _("Tanda tangan pemberitahuan tidak sah atau sudah terlalu lama.")
    http_status = 401


class NoticeInvalid(DomainError):
    """A signed notice that says nothing that can be understood."""

    code = "notice_invalid"
    message = _("Isi pemberitahuan tidak dapat dibaca.")
    http_status = 422


class AmountDiffers(DomainError):
    """The notice is about another amount than what was asked for; nothing is settled."""

    code = "amount_differs"
    message = _("Jumlah pada pemberitahuan berbeda dari jumlah tagihan.")
    http_status = 422
