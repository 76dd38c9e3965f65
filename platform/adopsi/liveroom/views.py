"""The wall, what it asks for every ten seconds, and the lists behind its numbers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.liveroom.access import COOKIE, viewer_of
from adopsi.liveroom.panels import list_behind
from adopsi.liveroom.snapshot import panels_of, release_of, snapshot_for
from tenants.directory import PemdaFacts
from tenants.places.outlines import bounds

POLL_SECONDS = 10


@require_safe
def room(request: HttpRequest) -> HttpResponseBase:
    """The whole page: what is to be seen stands in it already, and then it keeps itself up to date."""
    viewer = viewer_of(request)
    if viewer is None:
        return _not_let_in(request)
    context = {
        "viewer": viewer,
        "panels": panels_of(viewer, request.pemda),
        "release": release_of(request.pemda.code),
        "map_data": _ground(request.pemda),
        "poll_seconds": POLL_SECONDS,
    }
    response = render(request, "liveroom/room.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def data(request: HttpRequest) -> HttpResponseBase:
    """What is to be seen now; 304 where nothing has changed, 401 for who may not look."""
    viewer = viewer_of(request)
    if viewer is None:
        return JsonResponse({"error": {"code": "not_authenticated"}}, status=401, headers={"Cache-Control": "no-store"})
    snapshot = snapshot_for(viewer, request.pemda)
    response = get_conditional_response(request, etag=snapshot.etag)
    if response is None:
        response = HttpResponse(snapshot.body, content_type="application/json")
        response["ETag"] = snapshot.etag
    response["Cache-Control"] = "no-cache, private"
    return response


@require_safe
def behind(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The list behind one number; for people, not for displays."""
    viewer = viewer_of(request)
    if viewer is None:
        return _not_let_in(request)
    if not viewer.opens_lists:
        raise PermissionDenied
    found = list_behind(request.pemda.code, slug, key)
    if found is None:
        raise Http404(key)
    return render(
        request, "liveroom/list.html", {"found": found, "crumbs": [(_("LIVE Room"), reverse("liveroom:room"))]}
    )


def _not_let_in(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        raise PermissionDenied
    if COOKIE not in request.COOKIES:
        return redirect_to_login(request.get_full_path())
    response = render(request, "liveroom/revoked.html", status=403)
    response.delete_cookie(COOKIE)
    return response


def _ground(pemda: PemdaFacts) -> dict[str, Any]:
    west, south, east, north = bounds(pemda.code)
    ground: dict[str, Any] = {"bounds": [[south, west], [north, east]], "base_url": reverse("base-map")}
    if pemda.tile_url:
        ground["tiles"] = {"url": pemda.tile_url, "attribution": pemda.tile_attribution}
    return ground
