"""The desk's queue: requests of people about their data, each with its 3x24-hour clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import desk_required
from adopsi.console.forms.privacy import AssignForm, CounterForm
from adopsi.portal.privacy_files import open_request_file
from adopsi.portal.privacy_words import clock_in_words, steps_of
from catalog.privacy import correcting, erasing
from catalog.sdk.tables import Column, export_response, page_of
from catalog.tasks import build_person_archive
from tenants.audit.services import record
from tenants.errors import DomainError
from tenants.privacy.clock import clock_of
from tenants.privacy.models import DataRequest
from tenants.privacy.selectors import count_at_desk, get_request, list_requests, people_at_desk
from tenants.privacy.services import requests

FILTERS = ("cari", "jenis", "status", "waktu", "petugas")


@require_safe
@desk_required
def index(request: HttpRequest) -> HttpResponse:
    """The queue: what is most urgent first."""
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    if "status" not in request.GET and not any(chosen.values()):
        chosen["status"] = "terbuka"
    rows = list_requests(
        actor=request.user,
        search=chosen["cari"],
        kind=chosen["jenis"],
        state=chosen["status"],
        urgency=chosen["waktu"],
        assignee=chosen["petugas"],
    )
    if file_format := request.GET.get("format"):
        record(act="privacy.requests_exported", subject="privacy.datarequest", actor=request.user)
        return export_response(rows=rows, columns=_columns(), name="permintaan-pdp", file_format=file_format)
    page = page_of(request, rows)
    for row in page:
        row.clock = clock_of(due_at=row.due_at, stopped_at=row.closed_at)
        row.clock_words = clock_in_words(row.clock)
    waiting, late = count_at_desk()
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(value for name, value in chosen.items() if (name, value) != ("status", "terbuka")),
        "kinds": DataRequest.Kind.choices,
        "states": [("terbuka", _("Belum dijawab")), *DataRequest.State.choices],
        "urgencies": [("terlambat", _("Terlambat")), ("mendesak", _("Tinggal sehari"))],
        "officers": [("saya", _("Saya")), ("tanpa", _("Belum diserahkan"))]
        + [(str(person.pk), person.name) for person in people_at_desk()],
        "waiting": waiting,
        "late": late,
        "tab": "requests",
    }
    return render(request, "console/pdp/requests.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Nomor"), lambda row: row.number),
        Column(_("Jenis permintaan"), lambda row: row.get_kind_display()),
        Column(_("Status"), lambda row: row.get_state_display()),
        Column(_("Saluran"), lambda row: row.get_channel_display()),
        Column(_("Pemohon"), lambda row: row.applicant_name),
        Column(_("Diterima"), lambda row: timezone.localtime(row.received_at).isoformat(timespec="minutes")),
        Column(_("Batas waktu"), lambda row: timezone.localtime(row.due_at).isoformat(timespec="minutes")),
        Column(_("Dijawab"), lambda row: timezone.localtime(row.closed_at).isoformat() if row.closed_at else ""),
        Column(_("Sisa jam"), lambda row: clock_of(due_at=row.due_at, stopped_at=row.closed_at).hours),
        Column(_("Petugas"), lambda row: row.assigned_to.name if row.assigned_to else ""),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required
def add(request: HttpRequest) -> HttpResponse:
    """Enter a letter or a visit at the counter."""
    form = CounterForm(request.POST or None, initial={"received_at": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = requests.enter_at_counter(actor=request.user, person=values.pop("account"), **values)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            messages.success(request, _("Permintaan %(number)s dicatat.") % {"number": made.number})
            return redirect("pdp:request", request_id=made.pk)
    status = 422 if form.errors else 200
    return render(request, "console/pdp/request_add.html", {"form": form, "tab": "requests"}, status=status)


@require_safe
@never_cache
@desk_required
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: the clock, what is asked, what can be done, and its trail."""
    row = _get(request, request_id)
    clock = clock_of(due_at=row.due_at, stopped_at=row.closed_at)
    is_erasure = row.kind == DataRequest.Kind.ERASURE
    context = {
        "row": row,
        "clock": clock,
        "clock_words": clock_in_words(clock),
        "events": steps_of(row),
        "assign_form": AssignForm(initial={"to": row.assigned_to}),
        "kept": erasing.preview_erasure(request=row) if is_erasure and row.is_open and row.person else [],
        "can_gather": row.is_open and row.kind == DataRequest.Kind.ACCESS and row.person is not None,
        "can_erase": row.is_open and is_erasure and row.person is not None,
        "by_fields": row.kind == DataRequest.Kind.CORRECTION and bool(row.corrections.all()),
        "has_file": row.has_file(timezone.now()),
        "tab": "requests",
    }
    return render(request, "console/pdp/request.html", context)


def _get(request: HttpRequest, request_id: UUID) -> DataRequest:
    row = get_request(actor=request.user, request_id=request_id)
    if row is None:
        raise Http404(str(request_id))
    return row


@require_POST
@desk_required
def assign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Give it to somebody at the desk."""
    row, form = _get(request, request_id), AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih orangnya."))
        return redirect("pdp:request", request_id=request_id)
    to = form.cleaned_data["to"]
    done = _("Diserahkan kepada %(name)s.") % {"name": to.name}
    return _act(request, row, partial(requests.assign, request=row, to=to, actor=request.user), done)


@require_POST
@desk_required
def note(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A line for colleagues."""
    row, text = _get(request, request_id), request.POST.get("text", "")
    act = partial(requests.add_note, request=row, text=text, actor=request.user)
    return _act(request, row, act, _("Catatan disimpan."))


@require_POST
@desk_required
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """End it with a written answer."""
    row, text = _get(request, request_id), request.POST.get("text", "")

    def act() -> None:
        correcting.refuse_undecided(row)
        requests.answer_request(request=row, answer=text, actor=request.user)

    return _act(request, row, act, _("Jawaban disimpan dan pemohon diberi tahu."))


@require_POST
@desk_required
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """End it with a reason."""
    row, text = _get(request, request_id), request.POST.get("text", "")
    act = partial(requests.refuse_request, request=row, reason=text, actor=request.user)
    return _act(request, row, act, _("Permintaan ditolak dan pemohon membaca alasannya."))


@require_POST
@desk_required
def gather(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Have the archive built for the applicant, who alone can download it."""
    row, code = _get(request, request_id), request.pemda.code

    def act() -> None:
        transaction.on_commit(lambda: build_person_archive.delay(pemda=code, request_id=str(row.pk)), robust=True)

    return _act(request, row, act, _("Arsip sedang disusun. Pemohon diberi tahu bila siap."))


@require_POST
@desk_required
def erase(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Carry the erasure out."""
    row = _get(request, request_id)
    act = partial(erasing.carry_out_erasure, request=row, actor=request.user)
    return _act(request, row, act, _("Data dihapus. Tanda terima dibuat dan dikirim."))


@require_POST
@desk_required
def decide(request: HttpRequest, request_id: UUID, correction_id: int) -> HttpResponse:
    """Accept or refuse one field."""
    row, verdict = _get(request, request_id), request.POST.get("verdict")
    if verdict == "accept":
        act: Callable[[], Any] = partial(
            correcting.accept_correction, request=row, correction_id=correction_id, actor=request.user
        )
        return _act(request, row, act, _("Isian dibetulkan."))
    act = partial(
        correcting.refuse_correction,
        request=row,
        correction_id=correction_id,
        reason=request.POST.get("text", ""),
        actor=request.user,
    )
    return _act(request, row, act, _("Isian tetap seperti semula; pemohon membaca alasannya."))


def _act(request: HttpRequest, row: DataRequest, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("pdp:request", request_id=row.pk)


@require_safe
@never_cache
@desk_required
def receipt(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """The receipt of an erasure; a person's archive is theirs alone and not for the desk."""
    row = _get(request, request_id)
    if row.kind != DataRequest.Kind.ERASURE:
        raise Http404(str(request_id))
    record(act="privacy.receipt_downloaded", subject=row, actor=request.user, label=row.number)
    file: FileResponse = open_request_file(row)
    return file
