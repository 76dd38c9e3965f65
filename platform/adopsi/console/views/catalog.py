"""The shelf, and one module's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from adopsi.console import shelf as shelves
from adopsi.console.access import admin_required
from adopsi.console.personal_data import personal_data_of
from adopsi.console.releases import release_row
from adopsi.console.roles import roles_of_module
from adopsi.console.undoing import last_undoable
from catalog.errors import ModuleNotActive
from catalog.manifest import Manifest
from catalog.registry import get_manifest
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.erasures.selectors import open_erasure
from provisioning.plans import plan_module
from provisioning.selectors import list_runs, users_of_module
from tenants.errors import NotAllowed
from tenants.organisation.selectors import has_role, people_with_role, roles_of
from tenants.organisation.services import grant_role

PAGE_SIZE = 12


@require_safe
@admin_required
def shelf(request: HttpRequest) -> HttpResponse:
    """Everything on offer, with what is on here."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "dimensi", "opd", "jenis", "keadaan")}
    rows = shelves.matching(
        shelves.shelf_of(request.pemda.code),
        search=chosen["cari"],
        dimension=chosen["dimensi"],
        owner=chosen["opd"],
        kind=chosen["jenis"],
        state=chosen["keadaan"],
    )
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="katalog", file_format=file_format)
    context = {
        "page": page_of(request, rows, size=PAGE_SIZE),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "dimensions": shelves.dimension_choices(),
        "owners": shelves.owner_choices(),
        "kinds": shelves.kind_choices(),
        "states": shelves.state_choices(),
    }
    return render(request, "console/catalog.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Nama modul"), lambda row: str(row.manifest.title)),
        Column(_("Kode"), lambda row: row.manifest.slug),
        Column(_("Versi"), lambda row: row.manifest.version),
        Column(_("Dimensi"), lambda row: row.manifest.dimension.label),
        Column(_("OPD pengampu"), lambda row: row.owner),
        Column(_("Untuk"), lambda row: str(row.manifest.kind.label)),
        Column(_("Keadaan"), lambda row: row.state_label),
    ]


@require_safe
@admin_required
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """One module: what it does, its data, its roles, who uses it, its changelog."""
    manifest, code = get_manifest(slug), request.pemda.code
    row = shelves.row_of(code, manifest)
    context = {
        "row": row,
        "manifest": manifest,
        "plan": plan_module(slug=slug, pemda_code=code),
        "roles": _roles(request, manifest),
        "has_no_role": not roles_of(request.user) & manifest.role_keys(),
        "tables": shelves.count_tables(manifest),
        "personal_data": personal_data_of(manifest),
        "module_users": list(users_of_module(slug)),
        "module_requires": [get_manifest(each.slug) for each in manifest.requires],
        "module_url_name": "console:module",
        "runs": list_runs(pemda_code=code).filter(subject=slug)[:5],
        "has_settings": bool(manifest.settings_schema.get("properties")),
        "release": release_row(code, slug),
        "undoable": last_undoable(pemda_code=code, slug=slug),
        "erasure": open_erasure(pemda_code=code, slug=slug),
    }
    context["module_dependents"] = context["plan"].dependents
    return render(request, "console/module.html", context)


def _roles(request: HttpRequest, manifest: Manifest) -> list[dict[str, Any]]:
    held = roles_of(request.user)
    return [
        {"option": option, "is_mine": option.key in held, "people": people_with_role([option.key]).count()}
        for option in roles_of_module(manifest)
    ]


@require_POST
@admin_required
def take_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the admin themself one role of an active module."""
    manifest = get_manifest(slug)
    if not shelves.row_of(request.pemda.code, manifest).is_on:
        raise ModuleNotActive
    role = _chosen_role(manifest, request.POST.get("peran", ""))
    if not has_role(request.user, role):
        grant_role(person=request.user, role=role, opd=None, actor=request.user)
    title = next(option.title for option in roles_of_module(manifest) if option.key == role)
    messages.success(request, _("Anda sekarang memegang peran %(role)s di seluruh Pemda.") % {"role": title})
    return redirect("console:module", slug=slug)


def _chosen_role(manifest: Manifest, key: str) -> str:
    if key not in manifest.role_keys():
        raise NotAllowed
    return key
