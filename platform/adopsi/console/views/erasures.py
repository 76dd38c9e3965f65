"""The end of a parked module's data: asked for, approved by a second person, exported, erased, certified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console import services
from adopsi.console.access import admin_required
from adopsi.console.forms.releases import ErasureForm
from adopsi.console.plan_page import plan_context
from adopsi.console.releases import title_of
from adopsi.console.wording import signer_in_words
from catalog.activations import activations_of
from catalog.registry import get_manifest
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.erasures import selectors
from provisioning.models import Erasure, Run
from provisioning.plans import plan_purge, with_counts
from tenants.errors import DomainError
from tenants.places.clock import format_number


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """All erasures of the Pemda, newest first; they are kept for ever."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "keadaan")}
    rows = selectors.erasures_of(request.pemda.code)
    if chosen["cari"]:
        rows = rows.filter(slug__icontains=chosen["cari"]) | rows.filter(asked_by__icontains=chosen["cari"])
    if chosen["keadaan"]:
        rows = rows.filter(state=chosen["keadaan"])
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="penghapusan", file_format=file_format)
    page = page_of(request, rows)
    for row in page:
        row.title = title_of(row.slug)
    context = {"page": page, "chosen": chosen, "is_filtered": any(chosen.values()), "states": Erasure.State.choices}
    return render(request, "console/erasures.html", context)


def _columns() -> list[Column]:
    return [
        Column(pgettext("waktu", "Diminta"), lambda row: row.asked_at.isoformat()),
        Column(_("Nama modul"), lambda row: row.slug),
        Column(_("Keadaan"), lambda row: row.get_state_display()),
        Column(_("Diminta oleh"), lambda row: signer_in_words(row.asked_by)),
        Column(_("Disetujui oleh"), lambda row: signer_in_words(row.approved_by)),
        Column(_("Alasan"), lambda row: row.reason),
        Column(_("SHA-256 arsip"), lambda row: row.export_sha256),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """What would be erased; on POST ask for it. Nothing happens before a second person approves."""
    code, manifest = request.pemda.code, get_manifest(slug)
    if slug not in activations_of(code):
        return redirect("console:module", slug=slug)
    if erasure := selectors.open_erasure(pemda_code=code, slug=slug):
        return redirect("console:erasure", erasure_id=erasure.pk)
    form = ErasureForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            erasure = services.ask_to_erase(
                pemda_code=code, slug=slug, reason=form.cleaned_data["reason"], actor=request.user
            )
            return redirect("console:erasure", erasure_id=erasure.pk)
        except DomainError as error:
            refusal = error
    plan = with_counts(plan_purge(slug=slug, pemda_code=code))
    context = {**plan_context(plan, refusal=refusal), "form": form, "manifest": manifest}
    status = refusal.http_status if refusal else 422 if form.errors else 200
    return render(request, "console/erasure_ask.html", context, status=status)


@require_safe
@never_cache
@admin_required
def show(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """One erasure: its two people, its run, its files."""
    erasure = _own(request, erasure_id)
    code, run = request.pemda.code, erasure.run
    is_asked = erasure.state == Erasure.State.ASKED
    ended = run is not None and run.state in {Run.State.FAILED, Run.State.CANCELLED} and run.committed_at is None
    context = {
        "erasure": erasure,
        "run": run,
        "title": title_of(erasure.slug),
        "is_asked": is_asked,
        "is_mine": erasure.asked_by_key == services.key_of(request.user, code),
        "came_to_nothing": erasure.state == Erasure.State.APPROVED and ended,
        "counts": selectors.tables_and_counts(code, erasure.slug)
        if is_asked
        else dict(sorted(erasure.rows_erased.items())),
        "export": selectors.export_file(erasure),
        "export_until": selectors.export_until(erasure),
        "certificate": selectors.certificate_file(erasure),
        "check_url": selectors.check_url(erasure),
        "check_code": selectors.check_code(erasure) if erasure.export_sha256 else "",
    }
    context["rows"] = format_number(sum(context["counts"].values()), request.LANGUAGE_CODE)
    return render(request, "console/erasure.html", context)


@require_POST
@admin_required
def approve(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """The second person's word."""
    return _act(request, erasure_id, services.approve_erasure, _("Disetujui. Data diekspor, lalu dihapus."))


@require_POST
@admin_required
def refuse(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Say no, or take the own wish back."""
    return _act(request, erasure_id, services.refuse_erasure, _("Permintaan ditutup. Tidak ada data yang dihapus."))


@require_POST
@admin_required
def try_again(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Start the failed run again."""
    return _act(request, erasure_id, services.try_erasure_again, _("Penghapusan dicoba lagi."))


def _act(request: HttpRequest, erasure_id: UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    try:
        act(erasure=_own(request, erasure_id), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("console:erasure", erasure_id=erasure_id)


@require_safe
@admin_required
def export(request: HttpRequest, erasure_id: UUID) -> HttpResponseBase:
    """The archive of what was erased."""
    return _download(request, erasure_id, selectors.export_file, "application/zip")


@require_safe
@admin_required
def certificate(request: HttpRequest, erasure_id: UUID) -> HttpResponseBase:
    """The signed certificate."""
    return _download(request, erasure_id, selectors.certificate_file, "application/pdf")


def _download(
    request: HttpRequest, erasure_id: UUID, find: Callable[[Erasure], Path | None], content_type: str
) -> HttpResponseBase:
    erasure = _own(request, erasure_id)
    file = find(erasure)
    if file is None:
        raise Http404(erasure_id)
    name = f"{erasure.slug}-{request.pemda.code}-{erasure.pk.hex[:8]}{file.suffix}"
    services.note_erasure_download(erasure=erasure, file_name=name, actor=request.user)
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, erasure_id: UUID) -> Erasure:
    erasure = selectors.get_erasure(erasure_id, pemda_code=request.pemda.code)
    if erasure is None:
        raise Http404(erasure_id)
    return erasure
