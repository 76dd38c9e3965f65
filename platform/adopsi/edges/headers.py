"""What every answer carries, wherever it was made: pages, refusals, redirects, static files, the API, health."""

from __future__ import annotations

import time
from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from adopsi.edges import metrics
from adopsi.logs import current_request

REPORTS = "/csp-laporan/"
# A citizen photographs a pothole and says where it is; passkeys are made and asked for; all else stays closed.
OWN_PAGES = ("camera", "geolocation", "fullscreen", "clipboard-write")
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
NOBODY = (
    *("accelerometer", "autoplay", "browsing-topics", "display-capture", "encrypted-media", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in (*OWN_PAGES, *PASSKEYS)), *(f"{name}=()" for name in NOBODY)])
FIXED = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Reporting-Endpoints": f'csp="{REPORTS}"',
}
# What a browser heeds for documents alone; a part of a page would carry a kilobyte of it over a poor network.
OF_DOCUMENTS = ("Permissions-Policy", "Reporting-Endpoints")
PARTS_OF_A_PAGE = frozenset({"text/css", "font/woff2", "image/jpeg", "image/png", "image/webp"})
# A script may become a worker, and a worker takes its content policy from the answer that brought it.
SCRIPTS = frozenset({"text/javascript", "application/javascript"})
OK = 200
YEAR = 365 * 24 * 3600


def fixed_headers() -> dict[str, str]:
    """What does not depend on the answer; HSTS where the house speaks https."""
    if settings.ADOPSI_SCHEME != "https":
        return FIXED
    return {**FIXED, "Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"}


def needless_on(content_type: str) -> tuple[str, ...]:
    """The headers that mean nothing on an answer of this type: `needless_on("text/css; charset=utf-8")`."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in PARTS_OF_A_PAGE:
        return (*OF_DOCUMENTS, "Content-Security-Policy")
    return OF_DOCUMENTS if kind in SCRIPTS else ()


class EdgeMiddleware:
    """The outermost middleware: sets what is missing on the answer, and counts the request.

    A view may set a header of its own, a stricter content policy for instance, and keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._headers = {**fixed_headers(), "Content-Security-Policy": build_policy()}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        token = current_request.set(request)
        try:
            response = self.get_response(request)
        finally:
            current_request.reset(token)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        if response.status_code == OK:
            for name in needless_on(response.headers.get("Content-Type", "")):
                # What a view set for itself stays.
                if response.headers[name] == self._headers[name]:
                    del response.headers[name]
        metrics.count(request, response.status_code, time.perf_counter() - started)
        return response
