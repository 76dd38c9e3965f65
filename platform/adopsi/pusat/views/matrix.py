"""The fleet matrix: every Pemda and every module at a glance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.matrix import columns_of_matrix, legend, matrix_rows, page_size, plain_rows, rows_of_matrix
from adopsi.pusat.selectors import module_name, provinces
from catalog.sdk.tables import Column, export_response, page_of
from tenants.models import Pemda


@central_required
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The matrix with search, filters and paging; `?unduh=csv|xlsx` gives a line per Pemda and module."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "province": request.GET.get("provinsi", ""),
        "ring": request.GET.get("gelombang", ""),
    }
    slug, only_uneven = request.GET.get("modul", ""), request.GET.get("hanya") == "belum"
    entries, uneven = legend(slug=slug)
    rows = rows_of_matrix(**filters, codes=uneven if only_uneven else None)
    if wanted := request.GET.get("unduh"):
        return _export(list(rows), slug, wanted)
    choices = columns_of_matrix()
    columns = [column for column in choices if slug in ("", column.slug)]
    page = page_of(request, rows, size=page_size(len(columns)))
    context = {
        "page": page,
        "columns": columns,
        "rows": matrix_rows(list(page.object_list), columns, slug=slug),
        "legend": entries,
        "uneven": len(uneven),
        "filters": {**filters, "slug": slug, "only": "belum" if only_uneven else ""},
        "is_filtered": bool(slug or only_uneven or any(filters.values())),
        "modules": [(column.slug, column.title) for column in choices],
        "provinces": provinces(),
        "rings": Pemda.Ring.choices,
        "only_choices": [("belum", _("Hanya yang belum mutakhir"))],
        "crumbs": [(_("Armada"), reverse("pusat:fleet"))],
    }
    return show(request, "pusat/matrix.html", context, nav="matrix")


def _export(pemda: list[Pemda], slug: str, file_format: str) -> HttpResponse:
    columns = [
        Column(_("Kode"), lambda row: row[0].code),
        Column(_("Pemda"), lambda row: row[0].region.display_name),
        Column(_("Gelombang"), lambda row: row[0].get_ring_display()),
        Column(_("Modul"), lambda row: module_name(row[1].slug)),
        Column(_("Versi"), lambda row: row[1].version),
        Column(_("Versi terbaru"), lambda row: row[1].wanted_version or ""),
        Column(_("Keadaan"), lambda row: row[2]),
    ]
    return export_response(rows=plain_rows(pemda, slug=slug), columns=columns, name="matriks", file_format=file_format)
