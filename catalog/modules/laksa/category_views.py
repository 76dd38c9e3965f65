"""Editing the categories."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from catalog.modules.laksa.act_forms import CategoryForm
from catalog.modules.laksa.console_views import crumbs
from catalog.modules.laksa.models import Category
from catalog.modules.laksa.roles import VERIFIER
from catalog.modules.laksa.selectors import get_category, search_categories
from catalog.modules.laksa.services.categories import save_category
from catalog.sdk.people import role_required
from catalog.sdk.tables import Column, export_response, page_of

USED = {"ya": True, "tidak": False}


@require_GET
@role_required(VERIFIER)
def categories(request: HttpRequest) -> HttpResponse:
    """All categories with the OPD behind each."""
    text, used = request.GET.get("q", "").strip(), request.GET.get("used", "")
    found = search_categories(text=text, is_active=USED.get(used))
    context = {
        "page": page_of(request, found),
        "text": text,
        "used": used,
        "used_choices": [("ya", _("Dipakai")), ("tidak", _("Tidak dipakai"))],
        "query": request.GET.urlencode(),
        "crumbs": crumbs(),
    }
    return render(request, "laksa/console/categories.html", context)


@require_GET
@role_required(VERIFIER)
def export_categories(request: HttpRequest) -> HttpResponse:
    """The categories as CSV or XLSX."""
    found = search_categories(text=request.GET.get("q", "").strip(), is_active=USED.get(request.GET.get("used", "")))
    columns = [
        Column(_("Kode"), lambda row: row.code),
        Column(_("Nama (Indonesia)"), lambda row: row.name_id),
        Column(_("Nama (Inggris)"), lambda row: row.name_en),
        Column(_("OPD"), lambda row: row.opd.short_name if row.opd else ""),
        Column(_("Dipakai"), lambda row: _("Ya") if row.is_active else _("Tidak")),
        Column(_("Laporan"), lambda row: row.report_count),
    ]
    return export_response(
        rows=found, columns=columns, name="laksa-kategori", file_format=request.GET.get("format", "csv")
    )


@require_http_methods(["GET", "POST"])
@role_required(VERIFIER)
def category_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Add a category, or change one."""
    category = get_category(code) if code else Category()
    if category is None:
        raise Http404
    form = CategoryForm(request.POST or None, instance=category)
    if request.method == "POST" and form.is_valid():
        save_category(category=form.save(commit=False), actor=request.user)
        messages.success(request, _("Kategori disimpan."))
        return redirect("laksa-console:categories")
    status = 422 if request.method == "POST" else 200
    way = [*crumbs(), (_("Kategori laporan"), reverse("laksa-console:categories"))]
    context = {"form": form, "category": category, "crumbs": way}
    return render(request, "laksa/console/category.html", context, status=status)
