""" "Tiket saya": the wallet, a booking with its codes, the letter, and cancelling."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.modules.eplesiran.models import Booking, Ticket
from catalog.modules.eplesiran.selectors.bookings import find_own_booking, list_own_bookings
from catalog.modules.eplesiran.services.bookings import cancel_booking, refund_of, release_overdue
from catalog.modules.eplesiran.ticket_codes import qr_text, shown_code
from catalog.modules.eplesiran.ticket_letter import letter_of
from catalog.modules.eplesiran.wording import amount_text, date_text, language
from catalog.sdk.context import current_pemda, local_today, module_settings
from catalog.sdk.errors import DomainError
from catalog.sdk.payments import pay_path
from catalog.sdk.people import sign_in_required
from catalog.sdk.places import format_datetime, format_rupiah
from catalog.sdk.qr import qr_svg
from catalog.sdk.tables import page_of

# The visitor's phone may have no network at the gate: it keeps the page, until its owner logs out.
KEPT = "own"
TABS = ("datang", "lewat")
LOOKS = {"menunggu": "waiting", "terbit": "done", "kedaluwarsa": "off", "batal": "failed"}


@require_safe
@sign_in_required
@never_cache
def tickets(request: HttpRequest) -> HttpResponse:
    """The person's bookings, those to come first."""
    tab = request.GET.get("tampilan", TABS[0])
    tab = tab if tab in TABS else TABS[0]
    page = page_of(request, list_own_bookings(person=request.user, tab=tab), size=10)
    tabs = [("datang", _("Akan datang")), ("lewat", _("Sudah lewat"))]
    context = {"page": page, "rows": [_row(booking) for booking in page], "tab": tab, "tabs": tabs}
    response = render(request, "eplesiran/tickets.html", context)
    if tab == TABS[0] and page.paginator.count:
        response["X-Keep-Offline"] = KEPT
    return response


def _row(booking: Booking) -> dict[str, Any]:
    return {
        "booking": booking,
        "day": date_text(booking.day),
        "look": LOOKS[booking.state],
        "amount": amount_text(booking.amount),
        "used": sum(ticket.used_at is not None for ticket in booking.tickets.all()),
        "is_today": booking.day == local_today(),
    }


@require_safe
@sign_in_required
@never_cache
def booking(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One booking: a code for each visitor once it is issued, else what is to be done."""
    found = _current(request, key)
    is_issued = found.state == Booking.State.ISSUED
    refund = refund_of(found)
    context = _row(found) | {
        "tickets": [_ticket(ticket, number) for number, ticket in enumerate(found.tickets.all(), start=1)]
        if is_issued
        else [],
        "pay_path": pay_path(found.payment_reference) if found.state == Booking.State.HELD else "",
        "until": _moment(found.held_until),
        "refund": format_rupiah(refund) if refund else "",
        "can_cancel": found.state == Booking.State.HELD or refund is not None,
        "refunded": format_rupiah(found.refund_amount) if found.refund_amount else "",
        "refund_days": module_settings("eplesiran")["refund_days"],
        "place": found.destination,
        "is_kept": is_issued and found.day >= local_today(),
    }
    response = render(request, "eplesiran/booking.html", context)
    if context["is_kept"]:
        response["X-Keep-Offline"] = KEPT
    return response


def _current(request: HttpRequest, key: uuid.UUID) -> Booking:
    """The visitor's booking as it is now; one whose time to pay is over is let go here, however late beat is."""
    found = find_own_booking(person=request.user, key=key)
    if found.state == Booking.State.HELD and found.held_until and found.held_until <= timezone.now():
        release_overdue(destination_id=found.destination_id, day=found.day)
        found = find_own_booking(person=request.user, key=key)
    return found


def _ticket(ticket: Ticket, number: int) -> dict[str, Any]:
    is_used = ticket.used_at is not None
    return {
        "ticket": ticket,
        "number": number,
        "code": shown_code(ticket.code),
        "qr": "" if is_used else qr_svg(qr_text(ticket.code), label=_("Kode QR tiket %(number)s") % {"number": number}),
        "price": amount_text(ticket.amount),
        "used": _moment(ticket.used_at),
    }


def _moment(moment: Any) -> str:
    return format_datetime(moment, current_pemda().zone, language()) if moment else ""


@require_safe
@sign_in_required
@never_cache
def letter(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The tickets as a PDF, to be kept on the phone or printed."""
    found = find_own_booking(person=request.user, key=key)
    if found.state != Booking.State.ISSUED:
        raise Http404
    name = f"tiket-{found.destination.slug}-{found.day}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(letter_of(found), content_type="application/pdf", headers=headers)


@require_POST
@sign_in_required
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the places back; a refusal is told on the booking's page."""
    try:
        found = cancel_booking(person=request.user, key=key)
    except DomainError as error:
        if error.http_status in {403, 404}:
            raise
        messages.error(request, str(error.message))
        return redirect("eplesiran:booking", key)
    messages.success(request, _("Pesanan dibatalkan."))
    return redirect(found.get_absolute_url())
