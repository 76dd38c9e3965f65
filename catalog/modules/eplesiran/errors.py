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
