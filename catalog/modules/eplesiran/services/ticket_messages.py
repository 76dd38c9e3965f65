"""What citizens are told of their tickets, by notification and mail, in their own language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.models import Booking
from catalog.modules.eplesiran.ticket_codes import shown_code
from catalog.modules.eplesiran.wording import date_text
from catalog.sdk.places import format_rupiah
from catalog.sdk.records import notify


def tell_issued(booking: Booking) -> None:
    """The tickets are there, with the address of the page that shows their codes."""
    with _language_of(booking):
        subject = _("Tiket Anda untuk %(place)s, %(day)s") % _names(booking)
        body = _(
            "Tiket untuk %(seats)s pengunjung sudah terbit. Buka halamannya untuk menunjukkan kode QR di gerbang, atau "
            "unduh PDF-nya agar dapat dibuka tanpa jaringan. Tiap kode hanya dapat dipakai satu kali."
        ) % {"seats": booking.seats}
        codes = [f"{shown_code(row.code)}  {row.get_payer_display()}" for row in booking.tickets.all()]
        _send(booking, "eplesiran.tickets_issued", subject, "\n".join([body, "", *codes]))


def tell_ended(booking: Booking) -> None:
    """The places were let go: the time to pay was over, or the person cancelled."""
    with _language_of(booking):
        if booking.state == Booking.State.EXPIRED:
            subject = _("Pesanan tiket %(place)s, %(day)s kedaluwarsa") % _names(booking)
            body = _("Pembayaran tidak kami terima sampai batas waktunya. Anda dapat memesan lagi.")
        else:
            subject = _("Pesanan tiket %(place)s, %(day)s dibatalkan") % _names(booking)
            body = _("Dana yang dikembalikan: %(amount)s.") % {"amount": format_rupiah(booking.refund_amount)}
        _send(booking, "eplesiran.booking_ended", subject, body)


def tell_refunded(booking: Booking, amount: int) -> None:
    """Money went back."""
    with _language_of(booking):
        subject = _("Dana tiket %(place)s dikembalikan") % _names(booking)
        body = _("%(amount)s telah dikembalikan melalui cara Anda membayar.") % {"amount": format_rupiah(amount)}
        _send(booking, "eplesiran.refund_made", subject, body)


def _names(booking: Booking) -> dict[str, str]:
    return {"place": booking.destination.name, "day": date_text(booking.day)}


def _send(booking: Booking, kind: str, subject: str, body: str) -> None:
    if booking.person is not None:
        path = booking.get_absolute_url()
        notify(person=booking.person, kind=kind, subject=subject, body=body, path=path)


def _language_of(booking: Booking) -> translation.override:
    return translation.override(booking.person.language if booking.person else "id")
