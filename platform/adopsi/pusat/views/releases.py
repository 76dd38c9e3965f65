"""Releases: every module's current one and who has which version, and one module's history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.releases import (
    ReleaseRow,
    history_of,
    release_rows,
    state_choices,
    title_or_refusal,
)
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.releases import CORE_SLUG


@central_required
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The list with search, filter and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip(), "state": request.GET.get("keadaan", "")}
    rows = release_rows(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(rows, wanted)
    context = {
        "page": page_of(request, rows, size=25),
        "behind": sum(row.behind > 0 for row in rows),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": state_choices(),
    }
    return show(request, "pusat/releases.html", context, nav="releases")


def _export(rows: list[ReleaseRow], file_format: str) -> HttpResponse:
    columns = [
        Column(_("Kode"), lambda row: row.slug),
        Column(_("Modul"), lambda row: row.title),
        Column(_("Versi"), lambda row: row.version),
        Column(_("Sidik"), lambda row: row.release.fingerprint if row.release else ""),
        Column(_("Dibuat"), lambda row: row.release.built_at.isoformat(timespec="seconds") if row.release else ""),
        Column(_("Memakai"), lambda row: row.users),
        Column(_("Tertinggal"), lambda row: row.behind),
        Column(_("Sebaran versi"), lambda row: "; ".join(f"{each.version}: {each.count}" for each in row.spread)),
        Column(_("Catatan"), lambda row: "; ".join(row.release.notes) if row.release else ""),
    ]
    return export_response(rows=rows, columns=columns, name="rilis", file_format=file_format)


@central_required
@require_safe
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Every release of one module with its changelog, tables and segments."""
    title = title_or_refusal(slug)
    context = {
        "slug": slug,
        "title": title,
        "is_core": slug == CORE_SLUG,
        "row": next((row for row in release_rows() if row.slug == slug), None),
        "page": page_of(request, history_of(slug), size=10),
        "crumbs": [(_("Rilis"), reverse("pusat:releases"))],
    }
    return show(request, "pusat/release.html", context, nav="releases")
