"""The front page: for guests what Adopsi is, for the team what needs attention."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adopsi.pusat import selectors
from adopsi.pusat.access import is_central
from adopsi.pusat.frame import show
from catalog.registry import all_manifests

# What a city does, drawn beside the first words.
ICONS = (
    "message-square-warning",
    "map-pin",
    "bus",
    "stethoscope",
    "graduation-cap",
    "droplets",
    "id-card",
    "store",
    "receipt-text",
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The landing page, or the dashboard of the team."""
    return _dashboard(request) if is_central(request.user) else _landing(request)


def _landing(request: HttpRequest) -> HttpResponse:
    places = [(pemda, selectors.address_of(pemda)) for pemda in selectors.open_pemda()]
    context = {
        "counts": selectors.counts(),
        "places": places,
        "manifests": all_manifests(),
        "demo": settings.ADOPSI_DEMO,
        "icons": ICONS,
    }
    return render(request, "pusat/landing.html", context)


def _dashboard(request: HttpRequest) -> HttpResponse:
    runs = selectors.runs_needing_eyes()
    context = {
        "counts": selectors.counts(),
        "runs": runs,
        "names": selectors.names_of_codes(run.pemda_code for run in runs),
        "newest": selectors.newest_pemda(),
    }
    return show(request, "pusat/home.html", context, nav="home")
