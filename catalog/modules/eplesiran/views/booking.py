"""Booking: choose a day, say who comes, pay."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from catalog.modules.eplesiran.errors import NoTickets
from catalog.modules.eplesiran.forms.booking import BookingForm
from catalog.modules.eplesiran.models import Destination, TicketOffer
from catalog.modules.eplesiran.selectors.destinations import find_published
from catalog.modules.eplesiran.services.bookings import book_tickets
from catalog.modules.eplesiran.ticket_days import VISITORS, SaleDay, offer_of, prices_on, sale_days
from catalog.modules.eplesiran.wording import date_text, weekday_text
from catalog.sdk.context import module_settings
from catalog.sdk.errors import DomainError
from catalog.sdk.payments import can_be_paid, pay_path


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """The days on sale and, for the chosen one, who comes; anybody may look, who is signed in may book."""
    place = find_published(slug)
    offer = offer_of(place)
    if offer is None:
        raise NoTickets
    days = sale_days(place, offer)
    chosen = _chosen(request, days)
    prices = prices_on(place, offer, chosen.day) if chosen else {}
    most = module_settings("eplesiran")["most_visitors"]
    form = BookingForm(request.POST or None, prices=prices, most=most, initial=_numbers(request.GET))
    if request.method == "POST":
        if not request.user.is_authenticated:
            # What was typed comes back with the visitor.
            return redirect_to_login(
                f"{request.path}?{urlencode(_numbers(request.POST) | {'hari': _day_text(chosen)})}"
            )
        if chosen is not None and form.is_valid():
            answer = _book(request, place, chosen.day, form)
            if answer is not None:
                return answer
    status = 422 if request.method == "POST" else 200
    return render(request, "eplesiran/book.html", _context(place, offer, days, chosen, form), status=status)


def _book(request: HttpRequest, place: Destination, day: date, form: BookingForm) -> HttpResponse | None:
    """On to the payment, or to the tickets where they are free; None where it was refused, with the reason in the form."""
    try:
        booking = book_tickets(
            person=request.user,
            destination_id=place.pk,
            day=day,
            visitors=form.visitors(),
            key=form.cleaned_data["once"],
        )
    except DomainError as error:
        form.add_error(None, str(error.message))
        return None
    is_open = booking.state == booking.State.HELD and booking.payment_reference
    return redirect(pay_path(booking.payment_reference) if is_open else booking.get_absolute_url())


def _numbers(sent: QueryDict) -> dict[str, int]:
    """How many of each kind the address or the form names."""
    found = {str(payer): sent.get(str(payer), "") for payer in VISITORS}
    return {payer: int(number) for payer, number in found.items() if number.isdecimal() and len(number) < 4}


def _day_text(chosen: SaleDay | None) -> str:
    return chosen.day.isoformat() if chosen else ""


def _chosen(request: HttpRequest, days: list[SaleDay]) -> SaleDay | None:
    """The day that was asked for, else the first on which something is sold."""
    asked = request.POST.get("hari") or request.GET.get("hari", "")
    for day in days:
        if day.day.isoformat() == asked:
            return day
    return next((day for day in days if day.is_sold), None)


def _context(
    place: Destination, offer: TicketOffer, days: list[SaleDay], chosen: SaleDay | None, form: BookingForm
) -> dict[str, Any]:
    return {
        "place": place,
        "offer": offer,
        "days": [_day(day, chosen) for day in days],
        "chosen": chosen,
        "chosen_text": date_text(chosen.day) if chosen else "",
        "form": form,
        "most": module_settings("eplesiran")["most_visitors"],
        "settings": module_settings("eplesiran"),
        "cannot_be_paid": not can_be_paid(),
    }


def _day(day: SaleDay, chosen: SaleDay | None) -> dict[str, Any]:
    return {
        "day": day,
        "key": day.day.isoformat(),
        "name": weekday_text(day.day),
        "text": date_text(day.day),
        "is_chosen": chosen is not None and day.day == chosen.day,
    }
