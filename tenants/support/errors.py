"""Refusals of support access."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError
from tenants.support.models import LEAST_HOURS, MOST_HOURS


class SupportHours(DomainError):
    """Too short to help, or too long to be an exception."""

    code = "support_hours"
    http_status = 422

    def __init__(self) -> None:
        text = _("Lamanya antara %(least)s dan %(most)s jam.")
        super().__init__(str(text) % {"least": LEAST_HOURS, "most": MOST_HOURS}, field="hours")


class SupportNeedsReason(DomainError):
    """The Pemda decides by the reason."""

    code = "support_needs_reason"
    message = _("Tulis untuk apa Anda perlu masuk; Admin TI Pemda memutuskannya dari alasan ini.")
    http_status = 422


class SupportAsked(DomainError):
    """The same person waits for an answer already."""

    code = "support_asked"
    message = _("Permintaan Anda ke Pemda ini masih menunggu jawaban.")


class SupportPlaceClosed(DomainError):
    """There is no such Pemda, or it does not answer."""

    code = "support_place_closed"
    message = _("Pemda ini belum ada atau sedang tidak dibuka.")


class SupportDecided(DomainError):
    """The question was answered, withdrawn or forgotten meanwhile."""

    code = "support_decided"
    message = _("Permintaan ini sudah dijawab, ditarik, atau terlalu lama menunggu.")


class SupportNotOpen(DomainError):
    """The access was not granted, has ended, or is somebody else's."""

    code = "support_not_open"
    message = _("Akses dukungan ini tidak berlaku: belum diizinkan, sudah berakhir, atau milik orang lain.")
    http_status = 403


class SupportLinkUsed(DomainError):
    """The link was used, is too old, or was never made."""

    code = "support_link_used"
    message = _("Tautan masuk ini sudah dipakai atau sudah lewat satu menit. Buat tautan baru di halaman tim pusat.")
    http_status = 403


class SupportReadOnly(DomainError):
    """The access is for looking."""

    code = "support_read_only"
    message = _("Akses dukungan ini hanya-baca: Admin TI tidak memberi izin mengubah.")
    http_status = 403


class SupportNeverAllowed(DomainError):
    """What support must not do, whatever was granted."""

    code = "support_never_allowed"
    message = _("Tindakan ini hanya untuk orang Pemda sendiri, juga bila akses dukungan boleh mengubah.")
    http_status = 403
