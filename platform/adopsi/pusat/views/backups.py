"""The fleet's backup badges."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.selectors import names_of_codes
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.keeping.badges import GREEN, NEW, OFF, RED, Badge, badges_of
from tenants.models import Pemda

ORDER = {RED: 0, NEW: 1, OFF: 2, GREEN: 3}


@central_required
@require_safe
@never_cache
def backups(request: HttpRequest) -> HttpResponse:
    """Red ones first; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip().lower(), "state": request.GET.get("keadaan", "")}
    codes = list(Pemda.objects.filter(sandbox_of=None).order_by("code").values_list("code", flat=True))
    names = names_of_codes(codes)
    everything = sorted(badges_of(codes), key=lambda badge: (ORDER[badge.state], badge.code))
    rows = [badge for badge in everything if _fits(badge, names.get(badge.code, ""), filters)]
    if wanted := request.GET.get("unduh"):
        return export_response(rows=rows, columns=_columns(names), name="cadangan", file_format=wanted)
    context = {
        "page": page_of(request, rows, size=25),
        "names": names,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": [(RED, _("Merah")), (GREEN, _("Hijau")), (NEW, _("Menunggu")), (OFF, _("Dimatikan"))],
        "red": sum(badge.is_red for badge in everything),
    }
    return show(request, "pusat/backups.html", context, nav="backups")


def _fits(badge: Badge, name: str, filters: dict[str, str]) -> bool:
    is_found = filters["search"] in f"{badge.code} {name}".lower()
    return is_found and filters["state"] in {"", badge.state}


def _columns(names: dict[str, str]) -> list[Column]:
    def when(value: Any) -> str:
        return value.isoformat(timespec="seconds") if value else ""

    return [
        Column(_("Kode"), lambda row: row.code),
        Column(_("Pemda"), lambda row: names.get(row.code, "")),
        Column(_("Keadaan"), lambda row: row.state),
        Column(_("Cadangan terakhir"), lambda row: when(row.last.made_at) if row.last else ""),
        Column(_("Pemulihan terbukti"), lambda row: when(row.proven.tested_at) if row.proven else ""),
        Column(_("Ukuran"), lambda row: row.last.size if row.last else 0),
        Column(_("Sebab"), lambda row: " ".join(str(reason) for reason in row.reasons)),
    ]
