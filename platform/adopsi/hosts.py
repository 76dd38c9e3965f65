"""From a request's host to its place: a Pemda's portal and console, pusat, or a helpful 404."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils import timezone, translation
from django.views.decorators.csrf import requires_csrf_token

from adopsi import health
from tenants import context, directory
from tenants.context import request_id
from tenants.models import Pemda

GetResponse = Callable[[HttpRequest], HttpResponse]
HOST = re.compile(r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")


class HostMiddleware:
    """Finds out whose host this is; answers health checks on any host and 404 on an unknown one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/health/"):
            return health.answer(request)
        try:
            host = request.get_host().rsplit(":", 1)[0].lower().rstrip(".")
        except DisallowedHost:
            host = ""
        request.pemda = None
        if host in health.pusat_hosts():
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
        else:
            request.pemda = directory.pemda_at(host) if HOST.match(host) else None
            if request.pemda is None and not request.path.startswith(settings.STATIC_URL):
                with translation.override(request.COOKIES.get("bahasa") or settings.LANGUAGE_CODE):
                    return render(request, "errors/unknown_host.html", {"host": host}, status=404)
        return self.get_response(request)


class PemdaMiddleware:
    """Runs the rest of the request inside its place, in the Pemda's time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(os.urandom(16).hex())
        try:
            return self._inside(request)
        finally:
            request_id.reset(token)
            set_urlconf(None)

    def _inside(self, request: HttpRequest) -> HttpResponse:
        pemda = request.pemda
        if pemda is None:
            with context.at_pusat():
                return self.get_response(request)
        if pemda.state != Pemda.State.ACTIVE:
            return not_open(request)
        with context.inside(pemda), timezone.override(pemda.zone):
            response = self.get_response(request)
        if pemda.tile_url:
            tiles = urlsplit(pemda.tile_url)
            response._csp_update = {"img-src": [f"{tiles.scheme}://{tiles.netloc}"]}
        return response


@requires_csrf_token
def not_open(request: HttpRequest) -> HttpResponse:
    """A Pemda that is being prepared or is suspended: a page that says so, 503."""
    response = render(request, "errors/maintenance.html", {"pemda": request.pemda}, status=503)
    response["Retry-After"] = "60"
    return response
