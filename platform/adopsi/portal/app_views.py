"""What makes a Pemda's portal an app of its own: colours, manifest, icons, service worker, offline page, base map."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition

from adopsi.page import brand_version
from adopsi.portal.icon_maker import SIZES, app_icon
from adopsi.theme.brand import Brand, stylesheet
from tenants.directory import PemdaFacts
from tenants.places.outlines import base_map as outlines_of

ONE_DAY = 60 * 60 * 24
FOREVER = "public, max-age=31536000, immutable"
# In this order: the worker works on the store of the pages.
SERVICE_WORKER = ("theme/store.js", "theme/sw.js")
GROUND = "#eff4f3"


def _lifetime(request: HttpRequest) -> str:
    """Forever at an address that carries the present version, else asked for again."""
    is_versioned = request.GET.get("v") == brand_version(request.pemda)
    return FOREVER if is_versioned else "public, max-age=300"


def theme_css(request: HttpRequest) -> HttpResponse:
    """The Pemda's colours."""
    css = stylesheet(brand_of(request.pemda))
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": _lifetime(request)})


def brand_of(pemda: PemdaFacts) -> Brand:
    """The Pemda's colours and coat of arms."""
    return Brand(pemda.brand_primary, pemda.brand_secondary, pemda.brand_logo or None)


def webmanifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install the portal."""
    pemda, version = request.pemda, brand_version(request.pemda)
    icons = [(size, purpose) for purpose in ("any", "maskable") for size in (192, 512)]
    body = {
        "id": "/",
        "name": pemda.display_name,
        "short_name": pemda.name[:30],
        "description": pemda.tagline,
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": pemda.brand_primary,
        "background_color": GROUND,
        "icons": [
            {
                "src": f"{reverse('app-icon', args=[size, purpose])}?v={version}",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in icons
        ],
    }
    return JsonResponse(
        body, content_type="application/manifest+json", headers={"Cache-Control": "public, max-age=3600"}
    )


def icon(request: HttpRequest, size: int, purpose: str) -> HttpResponse:
    """The app icon; drawn once per version of the brand."""
    if size not in SIZES or purpose not in {"any", "maskable"}:
        raise Http404(f"{size}-{purpose}")
    key = f"portal:icon:{brand_version(request.pemda)}:{size}:{purpose}"
    png = cache.get(key)
    if png is None:
        brand = brand_of(request.pemda)
        png = app_icon(size=size, primary=brand.primary, secondary=brand.secondary, maskable=purpose == "maskable")
        cache.set(key, png, ONE_DAY)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": _lifetime(request)})


def service_worker(request: HttpRequest) -> HttpResponse:
    """The theme's service worker at the root, so that its scope is the whole portal."""
    files = [Path(finders.find(name) or staticfiles_storage.path(name)) for name in SERVICE_WORKER]
    body = "\n".join(file.read_text(encoding="utf-8") for file in files)
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows without a connection; the same for everybody."""
    response = render(request, "portal/offline.html")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _map_etag(request: HttpRequest) -> str:
    return f'"{request.pemda.code}-{len(outlines_of(request.pemda.code))}"'


@condition(etag_func=_map_etag)
def base_map(request: HttpRequest) -> HttpResponse:
    """The Pemda's outlines as GeoJSON."""
    return HttpResponse(
        outlines_of(request.pemda.code),
        content_type="application/geo+json",
        headers={"Cache-Control": f"public, max-age={ONE_DAY}"},
    )
