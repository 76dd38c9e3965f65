"""A new Pemda: the form, and what is known of the region while it is being typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from adopsi.pusat import selectors, services
from adopsi.pusat.access import central_required
from adopsi.pusat.forms import FIELD_OF_REFUSAL, AdoptForm, find_region
from adopsi.pusat.frame import show
from catalog.registry import all_manifests
from tenants.errors import DomainError
from tenants.models import Region
from tenants.places.clock import zone_label
from tenants.places.regions import default_subdomain


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The form; on POST, ask for the Pemda and follow its run."""
    form = AdoptForm(request.POST) if request.method == "POST" else AdoptForm(initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            run = services.adopt_region(actor=request.user, **form.cleaned_data)
            return redirect("pusat:run", run.pk)
        except DomainError as refusal:
            form.add_error(FIELD_OF_REFUSAL.get(refusal.code), str(refusal.message))
    text = form["region"].value() or ""
    chosen = set(form["modules"].value() or ())
    context = {
        "form": form,
        "regions": selectors.regions_without_pemda(),
        "provinces": dict(selectors.provinces()),
        "options": [_option(manifest, chosen) for manifest in all_manifests()],
        "base_domain": settings.ADOPSI_BASE_DOMAIN,
        "crumbs": [(_("Armada"), reverse("pusat:fleet"))],
        **_hint(text),
    }
    status = 422 if form.is_bound else 200
    return show(request, "pusat/pemda_create.html", context, nav="fleet", status=status)


def _initial(request: HttpRequest) -> dict[str, Any]:
    region = Region.objects.filter(pk=request.GET.get("wilayah", "")).first()
    return {"region": f"{region.code} {region.display_name}"} if region else {}


def _option(manifest: Any, chosen: set[str]) -> dict[str, Any]:
    required = selectors.titles_of(each.slug for each in manifest.requires)
    return {"manifest": manifest, "required": required, "is_chosen": manifest.slug in chosen}


def _hint(text: str) -> dict[str, Any]:
    """What is known of the typed region: itself, its Pemda, the suggested address; empty while it is not clear."""
    try:
        region = find_region(text)
    except forms.ValidationError:
        return {}
    province = selectors.name_of_code(region.province_code) if region.province_code else ""
    return {
        "region": region,
        "province": province,
        "zone": zone_label(region.time_zone),
        "taken_by": selectors.government_of(region),
        "suggestion": f"{default_subdomain(region.code)}.{settings.ADOPSI_BASE_DOMAIN}",
    }


@central_required
@require_safe
def region_hint(request: HttpRequest) -> HttpResponse:
    """The hint alone, while the region is being typed."""
    return render(request, "pusat/parts/region_hint.html", _hint(request.GET.get("region", "")))
