"""The outbox: what this device has not sent yet. It lies in the browser; the server only gives the page and a token."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits to be sent; kept by the service worker, for it is most needed without a network."""
    response = render(request, "portal/outbox.html", {"is_leaving": "keluar" in request.GET})
    if "keluar" not in request.GET:
        response["X-Keep-Offline"] = "page"
    return response


@never_cache
@require_safe
def who(request: HttpRequest) -> JsonResponse:
    """Who is signed in, so that nobody's text goes out under another name, and a token for their forms."""
    visitor = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"visitor": visitor, "token": get_token(request)})
