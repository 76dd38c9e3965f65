"""Refusals of account pages."""

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class MessageNotSent(DomainError):
    """The mail server or the text message gateway did not take the message."""

    code = "message_not_sent"
    message = _("Pesan belum dapat dikirim. Coba lagi beberapa menit lagi.")
    http_status = 503


class StaffAccount(DomainError):
    """Officers and admins do not close their own account: an IT admin does."""

    code = "staff_account"
    message = _("Akun petugas ditutup oleh Admin TI Pemda Anda.")
    http_status = 403
