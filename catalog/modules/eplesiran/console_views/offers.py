"""Officers' tickets: which destinations sell any, the offer of one, and single days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.modules.eplesiran.forms.offer import DayForm, offer_form
from catalog.modules.eplesiran.hours import tariffs_on
from catalog.modules.eplesiran.models import Destination, TicketDay, TicketOffer
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.selectors.destinations import find_maintained, list_maintained
from catalog.modules.eplesiran.services.offers import clear_day, save_offer, set_day
from catalog.modules.eplesiran.trail import trail_items
from catalog.modules.eplesiran.wording import amount_text, date_text
from catalog.sdk.context import local_today
from catalog.sdk.errors import DomainError
from catalog.sdk.payments import can_be_paid
from catalog.sdk.people import role_required
from catalog.sdk.tables import page_of


@require_safe
@role_required(MANAGER)
def offers(request: HttpRequest) -> HttpResponse:
    """The destinations that the officer maintains, those on sale first, with what they sell and today's bookings."""
    text = request.GET.get("cari", "").strip()[:100]
    places = list_maintained(officer=request.user, text=text).select_related("opd", "offer")
    page = page_of(request, places.order_by(F("offer__is_open").desc(nulls_last=True), "name", "pk"), size=20)
    keys = [row.pk for row in page]
    today = TicketDay.objects.filter(destination_id__in=keys, day=local_today())
    taken = dict(today.values_list("destination_id").annotate(Sum("taken")).values_list("destination_id", "taken__sum"))
    rows = [(row, getattr(row, "offer", None), taken.get(row.pk, 0)) for row in page]
    context = {"page": page, "rows": rows, "text": text, "cannot_be_paid": not can_be_paid()}
    return render(request, "eplesiran/console/offers.html", context)


@require_http_methods(["GET", "POST"])
@role_required(MANAGER)
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """The offer of one destination; beside it the coming days and the trail."""
    place = find_maintained(officer=request.user, key=key)
    form = offer_form(request.POST or None, _offer(place))
    if request.method == "POST" and form.is_valid():
        try:
            save_offer(actor=request.user, destination_id=place.pk, facts=form.facts())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("Penjualan tiket tersimpan."))
            return redirect("eplesiran-console:offer", place.pk)
    return _page(request, place, form, DayForm(initial=_day_initial(place)))


@require_POST
@role_required(MANAGER)
def day(request: HttpRequest, key: int) -> HttpResponse:
    """Close a day, or give it a quota of its own."""
    place = find_maintained(officer=request.user, key=key)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            set_day(actor=request.user, destination_id=place.pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("Hari tersimpan."))
            return redirect("eplesiran-console:offer", place.pk)
    return _page(request, place, offer_form(None, _offer(place)), form)


@require_POST
@role_required(MANAGER)
def clear(request: HttpRequest, key: int) -> HttpResponse:
    """Let a day follow the offer again."""
    place = find_maintained(officer=request.user, key=key)
    try:
        which = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return redirect("eplesiran-console:offer", place.pk)
    clear_day(actor=request.user, destination_id=place.pk, day=which)
    messages.success(request, _("Hari mengikuti kuota biasa lagi."))
    return redirect("eplesiran-console:offer", place.pk)


def _offer(place: Destination) -> TicketOffer | None:
    return TicketOffer.objects.filter(destination=place).first()


def _day_initial(place: Destination) -> dict[str, Any]:
    offer = _offer(place)
    return {"day": local_today(), "quota": offer.daily_quota if offer else ""}


def _page(request: HttpRequest, place: Destination, form: Any, day_form: DayForm) -> HttpResponse:
    days = TicketDay.objects.filter(destination=place, day__gte=local_today()).order_by("day")[:60]
    context = {
        "destination": place,
        "offer": _offer(place),
        "form": form,
        "day_form": day_form,
        "days": [(row, date_text(row.day)) for row in days],
        "tariffs": [(row.get_label_display(), amount_text(row.amount)) for row in tariffs_on(place, local_today())],
        "trail": trail_items(place, limit=8),
        "cannot_be_paid": not can_be_paid(),
    }
    is_refused = request.method == "POST"
    return render(request, "eplesiran/console/offer.html", context, status=422 if is_refused else 200)
