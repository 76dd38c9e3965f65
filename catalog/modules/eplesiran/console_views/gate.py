"""The gate: an officer's phone reads a ticket and says whether the visitor may enter."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.modules.eplesiran.errors import DestinationUnknown
from catalog.modules.eplesiran.gate_words import Said, said_of
from catalog.modules.eplesiran.models import Destination, Scan, TicketDay
from catalog.modules.eplesiran.roles import GATEKEEPER, MANAGER
from catalog.modules.eplesiran.selectors.bookings import list_checks_today
from catalog.modules.eplesiran.services.gate import check_ticket, gates_of, undo_check
from catalog.sdk.context import local_today
from catalog.sdk.errors import DomainError
from catalog.sdk.people import role_required
from catalog.sdk.tables import page_of

LONGEST = 200
GATE_KEPT = "eplesiran_gerbang"


@require_safe
@role_required(GATEKEEPER, MANAGER)
def gates(request: HttpRequest) -> HttpResponse:
    """The destinations whose tickets the officer checks; with one alone, straight to its gate."""
    places = gates_of(request.user)
    if len(places) == 1:
        return redirect("eplesiran-console:gate-check", places[0].pk)
    rows = [(place, *_counts(place)) for place in places]
    return render(request, "eplesiran/console/gates.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@role_required(GATEKEEPER, MANAGER)
@never_cache
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Read a code and answer; the answer alone where the page asked for it."""
    place = _place(request, key)
    if request.method == "GET":
        return render(request, "eplesiran/console/gate.html", _context(request, place, None))
    request.session[GATE_KEPT] = request.POST.get("gate", "").strip()[:40]
    text = request.POST.get("code", "").strip()[:LONGEST]
    said = _check(request, place, text) if text else None
    context = _context(request, place, said) | {"is_empty": not text}
    name = "gate_answer.html" if request.headers.get("HX-Request") else "gate.html"
    return render(request, f"eplesiran/console/{name}", context)


def _check(request: HttpRequest, place: Destination, text: str) -> Said:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    gate = request.session[GATE_KEPT]
    return said_of(check_ticket(officer=request.user, destination_id=place.pk, text=text, gate=gate, key=key))


def _place(request: HttpRequest, key: int) -> Destination:
    for place in gates_of(request.user):
        if place.pk == key:
            return place
    raise DestinationUnknown


def _context(request: HttpRequest, place: Destination, said: Said | None) -> dict[str, Any]:
    came, expected = _counts(place)
    return {
        "place": place,
        "said": said,
        "came": came,
        "expected": expected,
        "gate": request.session.get(GATE_KEPT, ""),
        "key": uuid.uuid4(),
        "latest": [said_of(scan) for scan in list_checks_today(destination=place)[:5]],
        "is_fragment": bool(request.headers.get("HX-Request")),
    }


def _counts(place: Destination) -> tuple[int, int]:
    """How many came in today, and for how many today is booked."""
    came = list_checks_today(destination=place).filter(answer=Scan.Answer.ADMITTED, undone_at=None).count()
    booked = TicketDay.objects.filter(destination=place, day=local_today()).aggregate(sum=Sum("taken"))["sum"]
    return came, booked or 0


@require_safe
@role_required(GATEKEEPER, MANAGER)
def checks(request: HttpRequest, key: int) -> HttpResponse:
    """Today's checks, with what may still be undone."""
    place = _place(request, key)
    answer = request.GET.get("hasil", "")
    rows = list_checks_today(destination=place)
    if answer in Scan.Answer.values:
        rows = rows.filter(answer=answer)
    page = page_of(request, rows, size=30)
    context = {
        "place": place,
        "page": page,
        "rows": [said_of(scan) for scan in page],
        "answer": answer,
        "answers": Scan.Answer.choices,
    }
    return render(request, "eplesiran/console/checks.html", context)


@require_POST
@role_required(GATEKEEPER, MANAGER)
def undo(request: HttpRequest, scan: int) -> HttpResponse:
    """Take a mistaken admission back; a refusal is told on the list."""
    found = Scan.objects.filter(pk=scan).first()
    try:
        done = undo_check(officer=request.user, scan_id=scan, reason=request.POST.get("reason", ""))
    except DomainError as error:
        if found is None or error.http_status in {403, 404}:
            raise
        messages.error(request, str(error.message))
        return redirect("eplesiran-console:gate-checks", found.destination_id)
    messages.success(request, _("Pemeriksaan dibatalkan. Tiket ini dapat dipakai lagi."))
    return redirect("eplesiran-console:gate-checks", done.destination_id)
