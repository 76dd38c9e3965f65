"""The report form: one page, with or without JavaScript, that loses nothing that was typed or chosen."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from catalog.modules.laksa.errors import TooManyReports, UploadInterrupted
from catalog.modules.laksa.forms import ReportForm, village_choices
from catalog.modules.laksa.map_view import ground
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.selectors import find_report_sent
from catalog.modules.laksa.services.reporting import report_problem
from catalog.modules.laksa.uploads import Shelf, collect_photos, refuse_interrupted
from catalog.modules.laksa.views import crumbs, report_or_404
from catalog.sdk.context import current_pemda, module_settings
from catalog.sdk.errors import DomainError
from catalog.sdk.people import sign_in_required
from catalog.sdk.places import contains, nearest_district

log = logging.getLogger("adopsi.laksa")
CHOOSE_VILLAGE = "pilih_kelurahan"


@require_http_methods(["GET", "POST"])
@sign_in_required
def report_new(request: HttpRequest) -> HttpResponse:
    """The form; a good one becomes a report, a bad one comes back as it was with what to change."""
    if request.method == "GET":
        return _form_page(request, ReportForm(initial=_from_address(request)), Shelf())
    try:
        refuse_interrupted(request)
    except UploadInterrupted as error:
        log.info("refused code=%s form=report", error.code)
        return _form_page(request, ReportForm(), Shelf(), status=error.http_status, alert=str(error.message))
    if (sent := find_sent(request)) is not None:
        return _sent(request, sent)
    return _receive(request, collect_photos(request))


def _from_address(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name] for name in ("category", "district_code") if name in request.GET}


def find_sent(request: HttpRequest) -> Report | None:
    """The report that this very form made before, so that sending twice changes nothing."""
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        return None
    return find_report_sent(client_key=key, reporter=request.user)


def _receive(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    if CHOOSE_VILLAGE in request.POST:
        return _form_page(request, ReportForm(initial={**request.POST.dict(), "kept": shelf.token}), shelf)
    # The hidden field must carry the photos of this post as well, so it is the only value that is replaced.
    typed = request.POST.copy()
    typed["kept"] = shelf.token
    form = ReportForm(typed)
    for problem in shelf.problems:
        form.add_error("photos", str(problem.message))
    if not form.is_valid():
        log.info("refused code=invalid form=report fields=%s", ",".join(form.errors))
        return _form_page(request, form, shelf, status=422)
    try:
        return _sent(request, _report(request, form, shelf))
    except TooManyReports as error:
        response = _refused(request, form, shelf, error, status=error.http_status)
        response["Retry-After"] = str(error.retry_after)
        return response
    except DomainError as error:
        return _refused(request, form, shelf, error, status=422)


def _refused(request: HttpRequest, form: ReportForm, shelf: Shelf, error: DomainError, *, status: int) -> HttpResponse:
    log.info("refused code=%s form=report", error.code)
    form.add_error(error.field if error.field in form.fields else None, str(error.message))
    return _form_page(request, form, shelf, status=status)


def _report(request: HttpRequest, form: ReportForm, shelf: Shelf) -> Report:
    data = form.cleaned_data
    return report_problem(
        reporter=request.user,
        category=data["category"],
        kind=data["kind"],
        title=data["title"],
        description=data["description"],
        place=form.place(),
        is_anonymous=data.get("is_anonymous", False),
        is_confidential=data["is_confidential"],
        photos=shelf.drafts,
        client_key=data["once"],
        sent_from=request.META.get("REMOTE_ADDR", ""),
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _sent(request: HttpRequest, report: Report) -> HttpResponse:
    address = reverse("laksa:report-received", args=[report.number])
    return JsonResponse({"location": address}, status=201) if _wants_json(request) else redirect(address)


def _form_page(
    request: HttpRequest, form: ReportForm, shelf: Shelf, *, status: int = 200, alert: str = ""
) -> HttpResponse:
    if _wants_json(request):
        # The page's script then posts the text once more without the photos and gets the page with the errors; the
        # outbox has no page and shows the reasons.
        body = {"kept": shelf.token, "photo_problems": shelf.problem_codes(), "reasons": _reasons(form, alert)}
        return JsonResponse(body, status=status)
    context = {
        "form": form,
        "shelf": shelf,
        "alert": alert,
        "map_data": ground(),
        "settings": module_settings("laksa"),
        "choose_village": CHOOSE_VILLAGE,
        "crumbs": crumbs(),
    }
    response = render(request, "laksa/report_form.html", context, status=status)
    # It holds nothing of a person, so it may be filled in without a network.
    response["X-Keep-Offline"] = "form"
    return response


def _reasons(form: ReportForm, alert: str) -> list[str]:
    """Why the report was refused, a line each, with the name of the field."""
    lines = [alert] if alert else []
    for name, problems in form.errors.items():
        label = form.fields[name].label if name in form.fields else None
        lines += [f"{label}: {problem}" if label else str(problem) for problem in problems]
    return lines


@require_GET
@sign_in_required
def report_received(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation with the ticket number."""
    return render(request, "laksa/received.html", {"report": report_or_404(request, number), "crumbs": crumbs()})


@require_GET
@sign_in_required
def villages(request: HttpRequest) -> JsonResponse:
    """The kelurahan of `?district=`, or of the kecamatan nearest to `?lat=&lng=`; for the form's script."""
    district = request.GET.get("district", "")
    is_outside = False
    try:
        point = float(request.GET["lat"]), float(request.GET["lng"])
    except (KeyError, ValueError):
        point = None
    if point:
        code = current_pemda().code
        is_outside = not contains(code, *point)
        nearest = None if is_outside else nearest_district(code, *point)
        district = nearest.code if nearest else ""
    return JsonResponse({"district": district, "villages": village_choices(district), "outside": is_outside})
