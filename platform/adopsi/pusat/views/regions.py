"""The 552 regions, and which of them have adopted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.pusat import selectors
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from catalog.sdk.tables import Column, export_response, page_of
from tenants.models import Region
from tenants.places.clock import zone_label


@central_required
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """The table with search, filters and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "province": request.GET.get("provinsi", ""),
        "kind": request.GET.get("jenis", ""),
        "adopted": request.GET.get("adopsi", ""),
    }
    rows = selectors.list_regions(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(list(rows), wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "rows": [_row(region) for region in page.object_list],
        "filters": filters,
        "is_filtered": any(filters.values()),
        "provinces": selectors.provinces(),
        "kinds": Region.Kind.choices,
        "adopted_choices": selectors.adopted_choices(),
    }
    return show(request, "pusat/regions.html", context, nav="regions")


def _row(region: Region) -> dict:
    return {"region": region, "pemda": selectors.government_of(region), "zone": zone_label(region.time_zone)}


def _export(rows: list[Region], file_format: str) -> HttpResponse:
    columns = [
        Column(_("Kode"), lambda region: region.code),
        Column(_("Wilayah"), lambda region: region.display_name),
        Column(_("Jenis"), lambda region: region.get_kind_display()),
        Column(_("Zona waktu"), lambda region: zone_label(region.time_zone)),
        Column(_("Keadaan"), lambda region: (pemda := selectors.government_of(region)) and pemda.get_state_display()),
    ]
    return export_response(rows=rows, columns=columns, name="wilayah", file_format=file_format)
