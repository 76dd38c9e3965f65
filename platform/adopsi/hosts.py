"""From a request's host to its place: a Pemda's portal and console, pusat, or a helpful 404."""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils import timezone, translation
from django.views.decorators.csrf import requires_csrf_token

from adopsi import health
from tenants import context, directory
from tenants.audit.acting import acting, person_of
from tenants.context import request_id
from tenants.models import Pemda

GetResponse = Callable[[HttpRequest], HttpResponse]


class PlaceMiddleware:
    """Finds out whose host this is and runs the rest of the request inside that place, in the Pemda's time zone.

    Health checks are answered on any host, an unknown host gets a 404 that helps.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._pusat_hosts = health.pusat_hosts()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/health/"):
            return health.answer(request)
        # Only a name for log lines and audit entries: nothing is kept secret by it.
        token = request_id.set(f"{random.getrandbits(128):032x}")
        try:
            # Whose session it is stays unread until something is written.
            with acting(lambda: person_of(getattr(request, "user", None))):
                return self._at(host_of(request), request)
        finally:
            request_id.reset(token)

    def _at(self, host: str, request: HttpRequest) -> HttpResponse:
        if host in self._pusat_hosts:
            return self._at_pusat(request)
        pemda = request.pemda = directory.pemda_at(host)
        if pemda is None:
            return _nobody_lives_at(host, request)
        if pemda.state != Pemda.State.ACTIVE:
            return not_open(request)
        timezone.activate(pemda.zone)
        try:
            with context.inside(pemda):
                response = self.get_response(request)
        finally:
            # As `deactivate()`, which costs twice as much.
            timezone.activate(timezone.get_default_timezone())
        if pemda.tile_url:
            tiles = urlsplit(pemda.tile_url)
            response._csp_update = {"img-src": [f"{tiles.scheme}://{tiles.netloc}"]}
        return response

    def _at_pusat(self, request: HttpRequest) -> HttpResponse:
        request.pemda, request.urlconf = None, settings.PUBLIC_SCHEMA_URLCONF
        try:
            with context.at_pusat():
                return self.get_response(request)
        finally:
            set_urlconf(None)


def host_of(request: HttpRequest) -> str:
    """The host name without port, lower case, as the browser sent it: forwarded names are never believed."""
    return request.META.get("HTTP_HOST", "").partition(":")[0].rstrip(".").lower()


def _nobody_lives_at(host: str, request: HttpRequest) -> HttpResponse:
    with translation.override(request.COOKIES.get("bahasa") or settings.LANGUAGE_CODE):
        return render(request, "errors/unknown_host.html", {"host": host}, status=404)


@requires_csrf_token
def not_open(request: HttpRequest) -> HttpResponse:
    """A Pemda that is being prepared or is suspended: a page that says so, 503."""
    response = render(request, "errors/maintenance.html", {"pemda": request.pemda}, status=503)
    response["Retry-After"] = "60"
    return response
