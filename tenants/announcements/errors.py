"""Refusals of announcements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class AnnouncementSent(DomainError):
    """What was sent does not change any more; it is withdrawn, or put right by another."""

    code = "announcement_sent"
    message = _("Pengumuman ini sudah dikirim. Tarik kembali, atau kirim ralatnya.")


class AnnouncementNotSent(DomainError):
    """Only what was sent and stands can be withdrawn or put right."""

    code = "announcement_not_sent"
    message = _("Pengumuman ini belum dikirim atau sudah ditarik.")


class AnnouncementWithoutRecipients(DomainError):
    """Nobody would get it."""

    code = "announcement_without_recipients"
    message = _("Tidak ada Pemda yang termasuk dalam sasaran ini. Ubah sasarannya.")
    http_status = 422


class AnnouncementEndsEarly(DomainError):
    """It would end before it begins, or has ended already."""

    code = "announcement_ends_early"
    message = _("Waktu berakhirnya harus sesudah waktu mulainya dan belum lewat.")
    http_status = 422


class AnnouncementNeedsReason(DomainError):
    """Who withdraws says why: the Pemda read it."""

    code = "announcement_needs_reason"
    message = _("Tulis alasan penarikannya; Pemda penerima membacanya.")
    http_status = 422


class AnnouncementStays(DomainError):
    """The banner of an urgent announcement cannot be put away."""

    code = "announcement_stays"
    message = _("Pengumuman mendesak tetap tampil sampai berakhir atau ditarik.")


class AnnouncementChanged(DomainError):
    """The recipients are no longer those whom the sender has seen."""

    code = "announcement_changed"
    message = _("Daftar penerima berubah sejak Anda membacanya. Periksa sekali lagi, lalu kirim.")
