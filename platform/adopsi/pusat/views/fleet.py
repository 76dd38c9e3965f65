"""The fleet: every Pemda with state, modules, versions and last activity."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from adopsi.pusat import selectors
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from catalog.registry import all_manifests
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.selectors import rows_of_fleet
from tenants.models import Pemda


@central_required
@require_safe
def fleet(request: HttpRequest) -> HttpResponse:
    """The table with search, filters and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "state": request.GET.get("keadaan", ""),
        "slug": request.GET.get("modul", ""),
        "province": request.GET.get("provinsi", ""),
    }
    rows = selectors.fleet(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(rows_of_fleet(list(rows)), wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "rows": rows_of_fleet(list(page.object_list)),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": Pemda.State.choices,
        "modules": [(manifest.slug, selectors.module_name(manifest.slug)) for manifest in all_manifests()],
        "current": {manifest.slug: manifest.version for manifest in all_manifests()},
        "provinces": selectors.provinces(),
    }
    return show(request, "pusat/fleet.html", context, nav="fleet")


def _export(rows: list, file_format: str) -> HttpResponse:
    columns = [
        Column(_("Kode"), lambda row: row.pemda.code),
        Column(_("Pemda"), lambda row: row.pemda.region.display_name),
        Column(_("Keadaan"), lambda row: row.pemda.get_state_display()),
        Column(_("Subdomain"), lambda row: row.pemda.subdomain),
        Column(
            pgettext("banyak", "Modul"), lambda row: ", ".join(f"{each.slug} {each.version}" for each in row.modules)
        ),
        Column(
            _("Proses terakhir"), lambda row: row.last_run_at.isoformat(timespec="seconds") if row.last_run_at else ""
        ),
    ]
    return export_response(rows=rows, columns=columns, name="armada", file_format=file_format)
