"""Refusals of e-Plesiran; each names the field it is about where there is one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalog.sdk.errors import DomainError


class DestinationUnknown(DomainError):
    """No such destination, or it is not published and the person does not maintain it."""

    code = "destination_unknown"
    message = _("Destinasi ini tidak ada atau sedang tidak ditayangkan.")
    http_status = 404


class EventUnknown(DomainError):
    """No such event, or it is not published and the person does not maintain it."""

    code = "event_unknown"
    message = _("Acara ini tidak ada atau sedang tidak ditayangkan.")
    http_status = 404


class ReviewUnknown(DomainError):
    """No such review for this person."""

    code = "review_unknown"
    message = _("Ulasan ini tidak ada.")
    http_status = 404


class PhotoUnknown(DomainError):
    """No such photo of this destination."""

    code = "photo_unknown"
    message = _("Foto ini tidak ada.")
    http_status = 404


class InvalidField(DomainError):
    """One field of what was sent breaks a rule; `field` names it."""

    code = "invalid"
    http_status = 422


class OutsideOfPemda(InvalidField):
    """The point lies outside of the Pemda."""

    code = "outside_of_pemda"
    message = _("Titik ini di luar wilayah daerah Anda. Pilih titik di dalam batas wilayah.")


class SlugTaken(InvalidField):
    """Another destination has this page address."""

    code = "slug_taken"
    message = _("Alamat halaman ini sudah dipakai destinasi lain.")


class HoursInvalid(InvalidField):
    """A day closes before it opens, or stands twice."""

    code = "hours_invalid"
    message = _("Jam tutup harus setelah jam buka.")


class TariffInvalid(InvalidField):
    """A tariff is negative, ends before it begins, or overlaps another of the same kind."""

    code = "tariff_invalid"
    message = _("Tarif tidak sesuai.")


class EventEndsBeforeStart(InvalidField):
    """The event ends before it begins."""

    code = "event_ends_before_start"
    message = _("Waktu selesai harus setelah waktu mulai.")


class PhotoLimit(InvalidField):
    """The destination has as many photos as it may."""

    code = "photo_limit"
    message = _("Satu destinasi paling banyak memiliki 12 foto. Hapus salah satu terlebih dahulu.")


class ReviewsClosed(DomainError):
    """The Pemda takes no reviews."""

    code = "reviews_closed"
    message = _("Daerah ini sedang tidak menerima ulasan.")


class RefusalNeedsReason(InvalidField):
    """A review is refused only with a reason that its author is told."""

    code = "refusal_needs_reason"
    message = _("Tulis alasan penolakan; penulis ulasan akan membacanya.")


class HasReviews(DomainError):
    """A destination with reviews is not deleted but taken off the site."""

    code = "has_reviews"
    message = _("Destinasi ini sudah memiliki ulasan, jadi tidak dapat dihapus. Turunkan saja dari tayangan.")


class PublishedStays(DomainError):
    """What the public sees is taken off the site before it is deleted."""

    code = "published_stays"
    message = _("Turunkan dari tayangan terlebih dahulu, lalu hapus.")


class FormSpent(DomainError):
    """The form's key belongs to another person's act."""

    code = "form_spent"
    message = _("Formulir ini sudah terpakai. Muat ulang halaman, lalu kirim lagi.")


class NoTickets(DomainError):
    """The destination sells no tickets, or not now."""

    code = "no_tickets"
    message = _("Destinasi ini sedang tidak menjual tiket daring.")


class DayNotSold(InvalidField):
    """No tickets for that day: past, too far ahead, closed, or without a tariff."""

    code = "day_not_sold"
    message = _("Tiket untuk hari itu tidak dijual. Pilih hari lain.")


class QuotaSpent(InvalidField):
    """Fewer places are left on that day than were asked for."""

    code = "quota_spent"
    message = _("Tempat untuk hari itu tidak cukup lagi. Kurangi jumlah pengunjung atau pilih hari lain.")


class VisitorsInvalid(InvalidField):
    """Nobody, or too many, or a kind of visitor that is not sold."""

    code = "visitors_invalid"
    message = _("Isi paling sedikit satu pengunjung.")


class TooManyHeld(DomainError):
    """The person holds several unpaid bookings already."""

    code = "too_many_held"
    message = _("Anda masih memiliki tiga pesanan yang belum dibayar. Bayar atau batalkan salah satu dahulu.")


class BookingUnknown(DomainError):
    """No such booking of this person."""

    code = "booking_unknown"
    message = _("Pesanan ini tidak ada.")
    http_status = 404


class BookingFixed(DomainError):
    """The booking can no longer be cancelled."""

    code = "booking_fixed"
    message = _("Pesanan ini tidak dapat dibatalkan lagi.")


class HasBookings(DomainError):
    """A destination with bookings is not deleted but taken off the site."""

    code = "has_bookings"
    message = _("Destinasi ini sudah memiliki pesanan tiket, jadi tidak dapat dihapus. Turunkan saja dari tayangan.")


class QuotaBelowSold(InvalidField):
    """The day's quota would be under what is sold already."""

    code = "quota_below_sold"
    message = _("Kuota tidak boleh kurang dari tiket yang sudah dipesan.")


class ScanUnknown(DomainError):
    """No such check of this officer's gates."""

    code = "scan_unknown"
    message = _("Pemeriksaan ini tidak ada.")
    http_status = 404


class ScanFixed(DomainError):
    """The check can no longer be undone."""

    code = "scan_fixed"
    message = _("Pemeriksaan ini tidak dapat dibatalkan lagi.")


class UndoNeedsReason(InvalidField):
    """A check is undone only with a reason, which stays in the trail."""

    code = "undo_needs_reason"
    message = _("Tulis alasan pembatalan.")
