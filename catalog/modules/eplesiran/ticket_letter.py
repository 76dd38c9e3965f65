"""The tickets of a booking as a letter, to be opened without a network."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.modules.eplesiran.models import Booking
from catalog.modules.eplesiran.ticket_codes import qr_text, shown_code
from catalog.modules.eplesiran.wording import amount_text, date_text, language
from catalog.sdk.context import current_pemda
from catalog.sdk.letters import Letter


def letter_of(booking: Booking) -> bytes:
    """The PDF with one code for each visitor."""
    pemda = current_pemda()
    title = _("E-tiket %(place)s") % {"place": booking.destination.name}
    letter = Letter(title=title, author=pemda.display_name, language=language())
    letter.note(pemda.display_name)
    letter.heading(title)
    letter.gap(2)
    letter.fact(_("Hari kunjungan"), date_text(booking.day))
    letter.fact(_("Atas nama"), booking.holder_name)
    letter.fact(_("Jumlah pengunjung"), str(booking.seats))
    letter.fact(_("Jumlah dibayar"), amount_text(booking.amount))
    if booking.legal_basis:
        letter.fact(_("Dasar hukum tarif"), booking.legal_basis)
    letter.fact(_("Alamat"), booking.destination.address)
    letter.gap()
    total = booking.seats
    for number, ticket in enumerate(booking.tickets.all(), start=1):
        letter.coupon(
            code=qr_text(ticket.code),
            title=shown_code(ticket.code),
            lines=[
                f"{ticket.get_payer_display()}, {amount_text(ticket.amount)}",
                _("Pengunjung %(number)s dari %(total)s") % {"number": number, "total": total},
                date_text(booking.day),
            ],
        )
    letter.note(_("Tiap kode hanya dapat dipakai satu kali. Jangan bagikan gambar kode ini kepada orang lain."))
    return letter.pdf()
