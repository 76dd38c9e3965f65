"""Refusals on screen: a domain error, an expired form, a missing page; each says what to do next."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from adopsi.out_of_reach import out_of_reach
from tenants.errors import DomainError

log = logging.getLogger("adopsi.refusals")
# What the driver says of text with the character NUL, which PostgreSQL cannot hold; no keyboard makes it.
UNSTORABLE = "cannot contain NUL (0x00) characters"


class RefusalMiddleware:
    """Turns a `DomainError` that no view caught into a page with its message and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal's page; None lets every other exception go on."""
        if isinstance(error, ValueError) and UNSTORABLE in str(error):
            log.info("refused code=unstorable_sign path=%s", request.path)
            return _page(
                request,
                "errors/refused.html",
                _("Ada tanda yang tidak dapat disimpan. Ketik ulang, lalu kirim lagi."),
                400,
            )
        if not isinstance(error, DomainError):
            return None
        log.info("refused code=%s path=%s", error.code, request.path)
        return _page(request, "errors/refused.html", str(error.message), error.http_status)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF failure: the form is too old or the cookie is gone; what was typed is still behind "Back"."""
    log.info("refused code=expired_form path=%s reason=%s", request.path, reason)
    message = _("Formulir ini sudah kedaluwarsa. Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi.")
    return _page(request, "errors/403.html", message, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what exists but not for this person or this Pemda."""
    return _page(request, "errors/404.html", _("Tidak ditemukan."), 404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 for a signed-in person without the role."""
    return _page(request, "errors/403.html", _("Anda tidak memiliki peran untuk halaman ini."), 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; rendered without context processors, for what broke may be what they need."""
    if answer := out_of_reach(request, sys.exception()):
        return answer
    return HttpResponse(get_template("errors/500.html").render(), status=500)


STATUS_NAMES = {403: "not_allowed", 404: "not_found"}


def _page(request: HttpRequest, template: str, message: str, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"error": {"code": STATUS_NAMES.get(status, "refused"), "message": message}}
        return JsonResponse(body, status=status)
    return render(request, template, {"message": message, "status": status}, status=status)
