"""What a gate says to the officer: one word to read from afar, a colour, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.modules.eplesiran.models import Booking, Scan, Ticket
from catalog.modules.eplesiran.services.gate import can_undo
from catalog.modules.eplesiran.ticket_codes import shown_code
from catalog.modules.eplesiran.wording import date_text, language
from catalog.sdk.context import current_pemda
from catalog.sdk.places import format_datetime, format_time

GO, WAIT, STOP = "masuk", "tanya", "tolak"
TONES = {
    Scan.Answer.ADMITTED: GO,
    Scan.Answer.WRONG_DAY: WAIT,
    Scan.Answer.WRONG_PLACE: WAIT,
    Scan.Answer.ELSEWHERE: WAIT,
}
KINDS = {GO: "done", WAIT: "waiting", STOP: "failed"}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in words."""

    scan: Scan
    tone: str
    kind: str  # of the status component
    title: str
    text: str
    who: str
    code: str
    at: str
    can_undo: bool


def said_of(scan: Scan) -> Said:
    """The answer of a check."""
    answer = Scan.Answer(scan.answer)
    tone = TONES.get(answer, STOP)
    return Said(
        scan=scan,
        tone=tone,
        kind="off" if scan.undone_at else KINDS[tone],
        title=_("Dibatalkan petugas") if scan.undone_at else str(answer.label),
        text=_text(answer, scan.ticket, scan),
        who=_who(scan.ticket) if scan.ticket else "",
        code=shown_code(scan.ticket.code) if scan.ticket else "",
        at=format_time(scan.at, current_pemda().zone, language()),
        can_undo=can_undo(scan),
    )


def _text(answer: Scan.Answer, ticket: Ticket | None, scan: Scan) -> str:
    if scan.undone_at:
        return _("Alasan: %(reason)s") % {"reason": scan.undone_reason}
    if ticket is None:
        return {
            Scan.Answer.FORGED: _(
                "Kode ini tidak dibuat oleh sistem. Jangan izinkan masuk; laporkan kepada pengelola."
            ),
            Scan.Answer.ELSEWHERE: _("Tiket ini dibuat untuk destinasi di daerah lain."),
        }.get(answer, _("Tidak ada tiket dengan kode ini. Periksa ketikannya, atau minta halaman tiketnya."))
    return _text_of_ticket(answer, ticket, scan)


def _text_of_ticket(answer: Scan.Answer, ticket: Ticket, scan: Scan) -> str:
    booking = ticket.booking
    if answer == Scan.Answer.USED:
        return _used(ticket)
    if answer == Scan.Answer.WRONG_DAY:
        return _("Tiket ini untuk %(day)s.") % {"day": date_text(booking.day)}
    if answer == Scan.Answer.WRONG_PLACE:
        return _("Tiket ini untuk %(place)s, %(day)s.") % {
            "place": booking.destination.name,
            "day": date_text(booking.day),
        }
    return {
        Scan.Answer.UNPAID: _("Pesanannya tidak dibayar. Arahkan ke loket."),
        Scan.Answer.CANCELLED: _("Pesanannya dibatalkan dan tidak berlaku lagi."),
    }.get(answer, scan.gate)


def _used(ticket: Ticket) -> str:
    if ticket.used_at is None:
        return _("Pemakaiannya sudah dibatalkan sejak itu. Periksa sekali lagi.")
    when = format_datetime(ticket.used_at, current_pemda().zone, language())
    if ticket.used_gate:
        return _("Dipakai %(when)s di %(gate)s.") % {"when": when, "gate": ticket.used_gate}
    return _("Dipakai %(when)s.") % {"when": when}


def _who(ticket: Ticket) -> str:
    booking: Booking = ticket.booking
    keys = list(booking.tickets.order_by("pk").values_list("pk", flat=True))
    return _("%(payer)s, pengunjung %(number)s dari %(total)s") % {
        "payer": ticket.get_payer_display(),
        "number": keys.index(ticket.pk) + 1,
        "total": len(keys),
    }
