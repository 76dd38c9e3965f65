"""LAKSA's pages for citizens: reading, following and rating reports."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catalog.modules.laksa.filter_forms import FilterForm
from catalog.modules.laksa.forms import RatingForm, ReopenForm, TextForm, TrackForm, district_choices, village_choices
from catalog.modules.laksa.map_view import one_point, public_area, public_ground
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.nearby import box_of, nearest_first
from catalog.modules.laksa.presenters import (
    author_for_citizen,
    photos_by_kind,
    public_point,
    timeline_for_citizen,
)
from catalog.modules.laksa.selectors import (
    get_report_for,
    list_categories,
    list_messages,
    list_public_reports,
    list_reports_of,
    search_reports,
)
from catalog.modules.laksa.services.conversation import rate_report, reopen_report, reopen_until, reply_to_report
from catalog.modules.laksa.services.followers import main_of
from catalog.modules.laksa.services.numbering import format_number
from catalog.modules.laksa.services.ombudsman import LIMIT_DAYS, is_unsettled
from catalog.modules.laksa.states import FINISHED, Stage, State
from catalog.sdk.context import current_pemda, local_now, module_settings
from catalog.sdk.errors import DomainError
from catalog.sdk.people import sign_in_required
from catalog.sdk.tables import page_of

log = logging.getLogger("adopsi.laksa")
LISTED_WITH_MAP = 12


def crumbs() -> list[tuple[str, str]]:
    """The way from the module's front page."""
    return [(_("LAKSA"), reverse("laksa:home"))]


def _filters(form: FilterForm) -> dict[str, Any]:
    wanted = form.wanted()
    return {
        "wanted": wanted,
        "stages": [choice for choice in Stage.choices if choice[0] != Stage.DISCONTINUED],
        "categories": [(category.code, category.name) for category in list_categories()],
        "districts": district_choices(),
        "villages": village_choices(wanted.district) if wanted.district else [],
        "origin": form.origin(),
        "is_filtered": any(request_value for request_value in form.data.values()),
    }


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The module's front page: what it is for, and the reports that everybody may read."""
    form = FilterForm(request.GET)
    filters = _filters(form)
    reports, is_near = search_reports(list_public_reports, wanted=filters["wanted"])
    if filters["origin"]:
        reports = nearest_first(reports, *filters["origin"])
    context = {"page": page_of(request, reports, size=12), "settings": module_settings("laksa"), "is_near": is_near}
    context |= filters
    return render(request, "laksa/home.html", context)


@require_GET
def report_map(request: HttpRequest) -> HttpResponse:
    """The public reports on a map, with the same filters; the newest of them also as a list."""
    if not module_settings("laksa")["public_list"]:
        raise Http404
    filters = _filters(FilterForm(request.GET))
    found = list_public_reports(wanted=filters["wanted"]).filter(latitude__isnull=False)
    context = {
        "map_data": public_ground(f"{reverse('laksa:map-points')}?{request.GET.urlencode()}"),
        "total": found.count(),
        "newest": found[:LISTED_WITH_MAP],
        "query": request.GET.urlencode(),
        **filters,
        "crumbs": crumbs(),
    }
    return render(request, "laksa/map.html", context)


@require_GET
def map_points(request: HttpRequest) -> JsonResponse:
    """What the map draws of `?box=west,south,east,north`, for its script."""
    if not module_settings("laksa")["public_list"]:
        raise Http404
    reports = list_public_reports(wanted=FilterForm(request.GET).wanted()).filter(latitude__isnull=False)
    return JsonResponse(public_area(reports, box_of(request.GET.get("box", ""))))


@require_GET
@sign_in_required
def my_reports(request: HttpRequest) -> HttpResponse:
    """The person's own reports."""
    filters = _filters(FilterForm(request.GET))
    filters["stages"] = Stage.choices
    reports, is_near = search_reports(partial(list_reports_of, request.user), wanted=filters["wanted"])
    context = {"page": page_of(request, reports, size=12), "is_near": is_near, **filters, "crumbs": crumbs()}
    return render(request, "laksa/mine.html", context)


@require_GET
def track(request: HttpRequest) -> HttpResponse:
    """Find a report by its ticket number."""
    form = TrackForm(request.GET) if "number" in request.GET else TrackForm()
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        if get_report_for(request.user, number):
            return redirect("laksa:report-detail", number)
        text = _("Laporan itu tidak ditemukan, atau bukan untuk umum.")
        if not request.user.is_authenticated:
            text += " " + _("Jika itu laporan Anda, masuk lebih dahulu.")
        form.add_error("number", text)
    example = format_number(code=current_pemda().region_code, year=local_now().year, serial=123)
    context = {"form": form, "example": example, "crumbs": crumbs()}
    return render(request, "laksa/track.html", context, status=404 if form.is_bound and form.errors else 200)


def report_or_404(request: HttpRequest, number: str) -> Report:
    """The report, if this person may read it."""
    report = get_report_for(request.user, number)
    if report is None:
        raise Http404
    return report


@require_GET
def report_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One report with its history; its reporter converses, rates and reopens here."""
    return _detail(request, report_or_404(request, number))


def _detail(request: HttpRequest, report: Report, *, status: int = 200, **forms: Any) -> HttpResponse:
    reads_own = request.user.is_authenticated and report.reporter_id == request.user.pk
    lines = [
        {"message": line, "author": author_for_citizen(line, report, reads_own=reads_own), "is_mine": not line.is_staff}
        for line in list_messages(report, for_public=not reads_own)
    ]
    point = (report.latitude, report.longitude) if reads_own and report.has_point else public_point(report)
    may_reopen = reads_own and report.state == State.CLOSED and local_now() <= reopen_until(report)
    main = main_of(report) if reads_own and report.merged_into_id else None
    context = {
        "report": report,
        "main": main,
        # Its steps may be told to who follows it, its words only where everybody reads them.
        "main_timeline": timeline_for_citizen(main, reads_own=False) if main else [],
        "main_is_open": main is not None and get_report_for(request.user, main.number) is not None,
        "unsettled_days": LIMIT_DAYS if reads_own and is_unsettled(main or report) else 0,
        "crumbs": crumbs(),
        "reads_own": reads_own,
        "timeline": timeline_for_citizen(report, reads_own=reads_own),
        "conversation": lines,
        "photos": photos_by_kind(report),
        "map_data": one_point(report, point),
        # A form that was refused stays with what was typed, even if the act is no longer open.
        "may_write": "message_form" in forms or (reads_own and report.state not in FINISHED),
        "may_rate": "rating_form" in forms or (reads_own and report.state == State.CLOSED),
        "may_reopen": "reopen_form" in forms or may_reopen,
        "reopen_until": reopen_until(report) if may_reopen else None,
        "message_form": forms.get("message_form") or TextForm(prefix="pesan"),
        "rating_form": forms.get("rating_form")
        or RatingForm(prefix="nilai", initial={"rating": report.rating, "comment": report.rating_comment}),
        "reopen_form": forms.get("reopen_form") or ReopenForm(prefix="buka"),
    }
    return render(request, "laksa/detail.html", context, status=status)


@require_POST
@sign_in_required
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """A message of the reporter."""

    def act(data: dict[str, Any]) -> None:
        reply_to_report(number=number, author=request.user, text=data["text"], once=data["once"])

    form = TextForm(request.POST, prefix="pesan")
    return _try(request, number, act, done=_("Pesan terkirim."), message_form=form)


@require_POST
@sign_in_required
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter's rating."""

    def act(data: dict[str, Any]) -> None:
        rate_report(number=number, reporter=request.user, rating=data["rating"], comment=data["comment"])

    form = RatingForm(request.POST, prefix="nilai")
    return _try(request, number, act, done=_("Terima kasih atas penilaian Anda."), rating_form=form)


@require_POST
@sign_in_required
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter sends the report back to work."""

    def act(data: dict[str, Any]) -> None:
        reopen_report(number=number, reporter=request.user, reason=data["reason"], once=data["once"])

    form, done = ReopenForm(request.POST, prefix="buka"), _("Laporan dibuka kembali. Petugas akan menindaklanjutinya.")
    return _try(request, number, act, done=done, reopen_form=form)


def _try(
    request: HttpRequest, number: str, act: Callable[[dict[str, Any]], None], *, done: str, **named: Any
) -> HttpResponse:
    """Do what a good form asks for; a bad or refused one comes back on the report's page as it was typed."""
    report, [form] = report_or_404(request, number), named.values()
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            log.info("refused code=%s form=%s", error.code, type(form).__name__)
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, done)
            return redirect("laksa:report-detail", number)
    return _detail(request, report, status=422, **named)
