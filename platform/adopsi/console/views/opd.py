"""The Pemda's organisational units as a tree."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.console.bulk import UNITS, undoable
from adopsi.console.forms.opd import OpdForm
from adopsi.console.views.bulk import UNIT_ACTS, choices_of
from catalog.sdk.tables import Column, export_response, page_of
from tenants.errors import DomainError
from tenants.organisation.models import Opd
from tenants.organisation.selectors import get_opd, list_all_opd
from tenants.organisation.services import save_opd

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class OpdRow:
    """A unit and how deep it lies below the top."""

    opd: Opd
    depth: int


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Units below their parents; a search shows the matches alone, each with its parent's name."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "keadaan")}
    units = list(list_all_opd(search=chosen["cari"]))
    if chosen["keadaan"]:
        units = [opd for opd in units if opd.is_active == (chosen["keadaan"] == "active")]
    is_filtered = any(chosen.values())
    rows = [OpdRow(opd, 0) for opd in units] if is_filtered else _as_tree(units)
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="opd", file_format=file_format)
    context = {
        "page": page_of(request, rows, size=PAGE_SIZE),
        "chosen": chosen,
        "is_filtered": is_filtered,
        "states": [("active", _("Aktif")), ("closed", _("Ditutup"))],
        "acts": choices_of(UNIT_ACTS),
        "undo": undoable(request.session, UNITS),
        "undo_url": reverse("console:opd-bulk-undo"),
    }
    return render(request, "console/opd.html", context)


def _as_tree(units: list[Opd]) -> list[OpdRow]:
    below: dict[int | None, list[Opd]] = {}
    for opd in units:
        below.setdefault(opd.parent_id, []).append(opd)
    rows: list[OpdRow] = []

    def place(parent: int | None, depth: int) -> None:
        for opd in below.get(parent, []):
            rows.append(OpdRow(opd, depth))
            place(opd.pk, depth + 1)

    place(None, 0)
    return rows


def _columns() -> list[Column]:
    return [
        Column(_("Kode"), lambda row: row.opd.code),
        Column(_("Nama"), lambda row: row.opd.name),
        Column(_("Nama singkat"), lambda row: row.opd.short_name),
        Column(_("Induk"), lambda row: row.opd.parent.code if row.opd.parent else ""),
        Column(_("Jumlah petugas"), lambda row: row.opd.people),
        Column(_("Keadaan"), lambda row: _("Aktif") if row.opd.is_active else _("Ditutup")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    return _form_page(request, Opd())


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def edit(request: HttpRequest, opd_id: int) -> HttpResponse:
    """Change a unit."""
    return _form_page(request, _unit(opd_id))


def _unit(opd_id: int) -> Opd:
    opd = get_opd(opd_id)
    if opd is None:
        raise Http404(opd_id)
    return opd


def _form_page(request: HttpRequest, opd: Opd) -> HttpResponse:
    form = OpdForm(request.POST or None, instance=opd)
    if request.method == "POST" and form.is_valid():
        try:
            save_opd(opd=form.instance, actor=request.user)
        except DomainError as refusal:
            form.add_error("parent", str(refusal.message))
        else:
            messages.success(request, _("%(name)s tersimpan.") % {"name": form.instance.short_name})
            return redirect("console:opd")
    status = 422 if form.errors else 200
    return render(request, "console/opd_form.html", {"form": form, "opd": opd}, status=status)


@require_POST
@admin_required
def close(request: HttpRequest, opd_id: int) -> HttpResponse:
    """Close a unit that no duty needs any more."""
    return _set_open(request, opd_id, is_active=False, message=_("%(name)s ditutup."))


@require_POST
@admin_required
def reopen(request: HttpRequest, opd_id: int) -> HttpResponse:
    """Open a closed unit."""
    return _set_open(request, opd_id, is_active=True, message=_("%(name)s dibuka kembali."))


def _set_open(request: HttpRequest, opd_id: int, *, is_active: bool, message: str) -> HttpResponse:
    opd = _unit(opd_id)
    opd.is_active = is_active
    try:
        save_opd(opd=opd, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("console:opd-edit", opd_id=opd_id)
    messages.success(request, message % {"name": opd.short_name})
    return redirect("console:opd")
