"""Displays: the IT admin's page in the console, and the page on which a device takes its place."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.liveroom.access import COOKIE, COOKIE_SECONDS
from adopsi.liveroom.displays import get_display, list_displays, offer_display, pair_display
from adopsi.liveroom.errors import UnknownDisplayCode
from adopsi.liveroom.forms import CodeForm, DisplayForm
from catalog.sdk.tables import page_of
from tenants.accounts.tokens import revoke_token


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Every display of the Pemda, and the form for another one."""
    context = {"page": page_of(request, list_displays()), "form": DisplayForm()}
    return render(request, "liveroom/displays.html", context)


@require_POST
@never_cache
@admin_required
def offer(request: HttpRequest) -> HttpResponse:
    """Show, this one time, the code with which a device becomes a display."""
    if request.user.support is not None:
        raise PermissionDenied
    form = DisplayForm(request.POST)
    if not form.is_valid():
        context = {"page": page_of(request, list_displays()), "form": form}
        return render(request, "liveroom/displays.html", context, status=422)
    code = offer_display(name=form.cleaned_data["name"], actor=request.user)
    address = request.build_absolute_uri(reverse("display-pair"))
    context = {"code": code, "name": form.cleaned_data["name"], "address": address, "link": f"{address}?kode={code}"}
    return render(request, "liveroom/display_offered.html", context)


@require_POST
@admin_required
def revoke(request: HttpRequest, display_id: int) -> HttpResponse:
    """Turn a display off at once."""
    display = get_display(display_id)
    if display is None:
        raise Http404(display_id)
    revoke_token(token=display, actor=request.user)
    messages.success(request, _("Layar %(name)s dicabut dan berhenti menampilkan apa pun.") % {"name": display.name})
    return redirect("liveroom:displays")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pair(request: HttpRequest) -> HttpResponse:
    """On the device: a code makes it a display. A link only fills the code in, so that no preview can spend it."""
    if request.method != "POST":
        return render(request, "liveroom/pair.html", {"form": CodeForm(initial={"code": request.GET.get("kode", "")})})
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            key = pair_display(code=form.cleaned_data["code"])
        except UnknownDisplayCode as error:
            form.add_error("code", str(error.message))
        else:
            return _paired(key)
    return render(request, "liveroom/pair.html", {"form": form}, status=422)


def _paired(key: str) -> HttpResponse:
    response = redirect("liveroom:room")
    response.set_cookie(
        COOKIE, key, max_age=COOKIE_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )
    return response
