"""LAKSA in the console: the queue, its export, one report, figures."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from catalog.modules.laksa import presenters
from catalog.modules.laksa.exporting import exported_columns, exported_rows
from catalog.modules.laksa.filter_forms import QueueFilterForm
from catalog.modules.laksa.forms import district_choices
from catalog.modules.laksa.map_view import one_point
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.roles import ALL, VERIFIER
from catalog.modules.laksa.selectors import (
    all_categories,
    average_days,
    average_rating,
    count_by_category,
    count_by_state,
    get_report_for_officer,
    last_bulk_act,
    list_messages,
    list_queue,
    list_units,
    search_reports,
)
from catalog.modules.laksa.services.bulk import bulk_acts_of
from catalog.modules.laksa.services.duplicates import likely_duplicates, may_merge
from catalog.modules.laksa.services.followers import main_of
from catalog.modules.laksa.services.undoing import undo_until
from catalog.modules.laksa.states import FINISHED, Stage, State
from catalog.sdk.context import local_now
from catalog.sdk.people import has_role, role_required
from catalog.sdk.records import trail_of
from catalog.sdk.tables import Column, export_response, page_of
from catalog.sdk.worklists import Worklist, open_as_saved, saved_views

WORKLIST = Worklist("laksa.queue", ALL, tuple(QueueFilterForm.base_fields), "laksa-console:queue")
# Button and icon of each bulk act.
BULK_LABELS = {
    "verifikasi": (gettext_lazy("Verifikasi"), "badge-check"),
    "disposisi": (gettext_lazy("Disposisikan"), "arrow-right"),
    "kerjakan": (gettext_lazy("Mulai kerjakan"), "wrench"),
    "tolak": (gettext_lazy("Tolak"), "circle-x"),
    "arsipkan": (gettext_lazy("Arsipkan"), "archive"),
}


def crumbs() -> list[tuple[str, str]]:
    """The way from the queue."""
    return [(_("Laporan warga"), reverse("laksa-console:queue"))]


def _filters(form: QueueFilterForm) -> dict[str, Any]:
    return {
        "wanted": form.wanted(),
        "query": form.data.urlencode(),
        "is_filtered": any(form.data.get(name) for name in form.fields),
        "stages": Stage.choices,
        "states": State.choices,
        "categories": [(category.code, category.name) for category in all_categories()],
        "units": [(opd.pk, opd.short_name) for opd in list_units()],
        "districts": district_choices(),
    }


@require_GET
@role_required(*ALL)
def queue(request: HttpRequest) -> HttpResponse:
    """The reports that are this officer's work, narrowed by their filters or a saved view."""
    if (opened := open_as_saved(request, WORKLIST)) is not None:
        return opened
    filters = _filters(QueueFilterForm(request.GET))
    reports, is_near = search_reports(partial(list_queue, request.user), wanted=filters["wanted"])
    everything = list_queue(request.user)
    counts = dict(count_by_state(everything))
    context = {
        "page": page_of(request, reports),
        "total": reports.count(),
        "is_near": is_near,
        "new_count": counts[State.SUBMITTED] + counts[State.REOPENED],
        "open_count": sum(count for state, count in counts.items() if state not in FINISHED),
        "late_count": list_queue(request.user, wanted=_late()).count(),
        "saved": saved_views(request, WORKLIST),
        "bulk_acts": [(act, *BULK_LABELS[act]) for act in bulk_acts_of(request.user)],
        "undoable": _undoable(request),
        **filters,
    }
    return render(request, "laksa/console/queue.html", context)


def _undoable(request: HttpRequest) -> dict[str, Any] | None:
    """The officer's last bulk act while it can be taken back."""
    last = last_bulk_act(request.user)
    if last is None or not last.done or local_now() > undo_until(last):
        return None
    return {"bulk_act": last, "label": BULK_LABELS[last.act][0], "until": presenters.clock(undo_until(last))}


def _late() -> Any:
    return QueueFilterForm({"late": "1"}).wanted()


@require_GET
@role_required(*ALL)
def export(request: HttpRequest) -> HttpResponse:
    """The queue with the same filters as CSV or XLSX."""
    return export_response(
        rows=exported_rows(request.user, wanted=QueueFilterForm(request.GET).wanted()),
        columns=exported_columns(request.user),
        name="laksa-laporan",
        file_format=request.GET.get("format", "csv"),
    )


def report_or_404(request: HttpRequest, number: str) -> Report:
    """The report, if it is this officer's work."""
    report = get_report_for_officer(request.user, number)
    if report is None:
        raise Http404
    return report


def report_context(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What the report's page shows beside the forms."""
    officer = request.user
    point = (report.latitude, report.longitude) if report.has_point else None
    return {
        "report": report,
        "crumbs": crumbs(),
        "reporter": presenters.reporter_for_officer(report, officer),
        "timeline": presenters.timeline_for_officer(report, officer),
        "conversation": [
            {"message": line, "author": presenters.author_for_officer(line, report, officer)}
            for line in list_messages(report, for_public=False)
        ],
        "photos": presenters.photos_by_kind(report),
        "map_data": one_point(report, point),
        "trail": presenters.trail_for_officer(trail_of("laksa.report", report.pk)[:50]),
        **_mergings(request, report),
    }


def _mergings(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What the report was merged into, what was merged into it, and what it may repeat."""
    officer = request.user
    is_open = report.state not in FINISHED
    main = main_of(report) if report.merged_into_id else None
    merges = may_merge(person=officer, report=report)
    return {
        "main": main,
        # Another OPD's report has no more than a number for this officer.
        "main_is_open": main is not None and get_report_for_officer(officer, main.number) is not None,
        "merged": list(list_queue(officer).filter(merged_into=report)),
        "may_unmerge": merges and report.merged_into_id is not None,
        "may_merge": merges and is_open,
        "candidates": likely_duplicates(report, list_queue(officer)) if merges and is_open else [],
        "merge_once": uuid.uuid4(),
        "typed_main": request.GET.get("into", "")[:24],
        "may_supervise": is_open and report.kind == Report.Kind.COMPLAINT and has_role(officer, VERIFIER),
    }


@require_GET
@role_required(*ALL)
def statistics(request: HttpRequest) -> HttpResponse:
    """How many reports there are in each state and category, and how long they wait."""
    filters = _filters(QueueFilterForm(request.GET))
    reports = list_queue(request.user, wanted=filters["wanted"])
    states = count_by_state(reports)
    total = sum(count for _state, count in states)
    context = {
        "total": total,
        "finished": sum(count for state, count in states if state in FINISHED),
        "states": states,
        "by_category": count_by_category(reports),
        "average_days": average_days(reports),
        "average_rating": average_rating(reports),
        "crumbs": crumbs(),
        "state_choices": State.choices,
        **{name: value for name, value in filters.items() if name != "states"},
    }
    return render(request, "laksa/console/statistics.html", context)


@require_GET
@role_required(*ALL)
def export_statistics(request: HttpRequest) -> HttpResponse:
    """The table of categories as CSV or XLSX."""
    form = QueueFilterForm(request.GET)
    columns = [
        Column(_("Kategori"), lambda row: row.name),
        Column(_("OPD"), lambda row: row.opd.short_name if row.opd else ""),
        Column(_("Laporan"), lambda row: row.total),
        Column(_("Belum selesai"), lambda row: row.open_count),
        Column(_("Terlambat"), lambda row: row.late_count),
    ]
    rows = count_by_category(list_queue(request.user, wanted=form.wanted()))
    return export_response(
        rows=rows, columns=columns, name="laksa-statistik", file_format=request.GET.get("format", "csv")
    )
