"""Refusals of billing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class BillingOff(DomainError):
    """No webhook secret is set, so there is nobody to believe."""

    code = "billing_off"
    message = _("Penagihan lewat Stripe tidak dinyalakan.")
    http_status = 404


class DeliveryTooLarge(DomainError):
    """More bytes than any event has."""

    code = "too_large"
    message = _("Kiriman terlalu besar.")
    http_status = 400


class SignatureInvalid(DomainError):
    """None of the active secrets signed these very bytes."""

    code = "signature_invalid"
    message = _("Tanda tangan kiriman tidak sah.")
    http_status = 400


class DeliveryNotNow(DomainError):
    """Signed too long ago, or for a moment that has not come."""

    code = "not_now"
    message = _("Waktu kiriman terlalu jauh dari sekarang.")
    http_status = 400


class WrongMode(DomainError):
    """A test event at an installation that takes real money, or the other way round."""

    code = "wrong_mode"
    message = _("Mode kiriman (uji atau sungguhan) tidak sesuai dengan pemasangan ini.")
    http_status = 400


class NoEvent(DomainError):
    """Signed, but not an event of Stripe."""

    code = "no_event"
    message = _("Isi kiriman bukan peristiwa Stripe.")
    http_status = 400


class EventDiffers(DomainError):
    """An event of this id is in the ledger with another content."""

    code = "event_differs"
    message = _("Peristiwa dengan nomor ini sudah tercatat dengan isi lain.")
    http_status = 400


class EventUnreadable(DomainError):
    """A kept event without what applying it needs; the ledger shows it until somebody tries it again."""

    code = "unreadable"
    message = _("Isi peristiwa tidak dapat dibaca.")
    http_status = 422


class ForeignCurrency(DomainError):
    """The amount is not in rupiah, or has a part of one."""

    code = "foreign_currency"
    message = _("Jumlah peristiwa bukan rupiah bulat.")
    http_status = 422


class NotToRetry(DomainError):
    """The event was applied, or waits already."""

    code = "not_to_retry"
    message = _("Peristiwa ini sudah diterapkan atau sedang menunggu.")
