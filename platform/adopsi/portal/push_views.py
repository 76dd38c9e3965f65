"""Asking a browser to show notices, and taking that back; both by a person's button, never by a page's loading."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from adopsi.accounts.devices import name_of
from tenants.errors import DomainError
from tenants.notifications.push import subscribe as subscribe_browser
from tenants.notifications.push import unsubscribe as unsubscribe_browser
from tenants.notifications.push import unsubscribe_all

log = logging.getLogger("adopsi.push")


@login_required
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take the browser's own words for where it can be reached: `endpoint`, `p256dh`, `auth`."""
    try:
        subscribe_browser(
            person=request.user,
            session_key=request.session.session_key or "",
            endpoint=request.POST.get("endpoint", ""),
            public=request.POST.get("p256dh", ""),
            secret=request.POST.get("auth", ""),
            device=name_of(request.headers.get("User-Agent", "")),
        )
    except DomainError as error:
        log.info("refused code=%s", error.code)
        body = {"error": {"code": error.code, "message": str(error.message)}}
        return JsonResponse(body, status=error.http_status)
    return JsonResponse({}, status=201)


@login_required
@require_POST
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Forget this browser (`endpoint`), or all of the person's."""
    if endpoint := request.POST.get("endpoint", ""):
        unsubscribe_browser(person=request.user, endpoint=endpoint)
        return JsonResponse({})
    unsubscribe_all(person=request.user)
    return redirect("notification-settings")
