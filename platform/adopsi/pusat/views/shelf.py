"""The shelf: every module, and one module with all that its manifest says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.console.personal_data import personal_data_of
from adopsi.pusat import selectors
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from catalog.manifest import Dimension
from catalog.registry import all_manifests, get_manifest
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.selectors import users_of_module


@central_required
@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """The shelf with search, filters by dimension, OPD and use, and paging."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "dimension": request.GET.get("dimensi", ""),
        "opd": request.GET.get("opd", ""),
        "used": request.GET.get("pakai", ""),
    }
    rows = selectors.shelf(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(rows, wanted)
    context = {
        "page": page_of(request, rows, size=24),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "dimensions": [(each.value, each.label) for each in Dimension],
        "opds": selectors.owner_opds(),
        "used_choices": selectors.used_choices(),
    }
    return show(request, "pusat/catalog.html", context, nav="catalog")


def _export(rows: list[selectors.ShelfRow], file_format: str) -> HttpResponse:
    columns = [
        Column(_("Modul"), lambda row: row.manifest.title),
        Column(_("Versi"), lambda row: row.manifest.version),
        Column(_("Dimensi"), lambda row: row.manifest.dimension.label),
        Column(_("OPD pengampu"), lambda row: row.manifest.owner_opd),
        Column(_("Membutuhkan"), lambda row: ", ".join(row.titles_required)),
        Column(_("Dipakai Pemda"), lambda row: row.users),
    ]
    return export_response(rows=rows, columns=columns, name="katalog", file_format=file_format)


@central_required
@require_safe
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """One module: what it does, its data, roles, users and changelog."""
    manifest = get_manifest(slug)
    dependents = [each for each in all_manifests() if slug in {requirement.slug for requirement in each.requires}]
    context = {
        "manifest": manifest,
        "personal_data": personal_data_of(manifest),
        "module_users": list(users_of_module(slug)),
        "module_requires": [get_manifest(each.slug) for each in manifest.requires],
        "module_dependents": dependents,
        "module_url_name": "pusat:module",
        "pemda_url_name": "pusat:pemda",
        "crumbs": [(_("Katalog modul"), reverse("pusat:catalog"))],
    }
    return show(request, "pusat/module.html", context, nav="catalog")
