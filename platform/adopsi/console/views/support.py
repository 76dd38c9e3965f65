"""Support access: the Pemda's side (answer, revoke, history), and the door through which tim pusat comes in and goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.console.forms.support import GrantForm, RefusalForm
from adopsi.console.support_session import cookie_name, set_cookie
from catalog.sdk.tables import Column, export_response, page_of
from tenants.errors import DomainError
from tenants.support import entering, selectors, services
from tenants.support.models import SupportAccess


@require_safe
@admin_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Questions that wait, accesses that are open, and everything that was."""
    rows = selectors.accesses_of(request.pemda.code)
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="akses-dukungan", file_format=file_format)
    context = {
        "page": page_of(request, rows),
        "grant_form": GrantForm(),
        "refusal_form": RefusalForm(),
        "is_support": request.user.support is not None,
    }
    return render(request, "console/support.html", context)


def _columns() -> list[Column]:
    return [
        Column(pgettext("waktu", "Diminta"), lambda row: row.asked_at.isoformat()),
        Column(_("Diminta oleh"), lambda row: row.asked_by),
        Column(_("Alasan"), lambda row: row.reason),
        Column(_("Jam"), lambda row: row.hours),
        Column(_("Keadaan"), lambda row: row.state_in_words),
        Column(_("Diputuskan oleh"), lambda row: row.decided_by),
        Column(_("Sampai"), lambda row: row.expires_at.isoformat() if row.expires_at else ""),
    ]


@require_POST
@admin_required
def grant(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Let them in."""
    form = GrantForm(request.POST)
    may_write = form.is_valid() and form.cleaned_data["may_write"]
    done = _("Akses dibuka. Anda dapat mencabutnya kapan pun di halaman ini.")
    return _act(request, access_id, services.grant_access, done, may_write=may_write)


@require_POST
@admin_required
def refuse(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Say no."""
    form = RefusalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _act(request, access_id, services.refuse_access, _("Permintaan ditolak."), reason=reason)


@require_POST
@admin_required
def revoke(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """End it at once."""
    return _act(request, access_id, services.revoke_access, _("Akses dicabut. Permintaan mereka berikutnya ditolak."))


def _act(
    request: HttpRequest, access_id: UUID, act: Callable[..., SupportAccess], done: str, **answer: Any
) -> HttpResponse:
    access = selectors.get_access(access_id, pemda_code=request.pemda.code)
    if access is None:
        raise Http404(access_id)
    try:
        act(access=access, actor=request.user, **answer)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("console:support")


@require_safe
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Come in by the one-time link; a link that is used, old or another Pemda's opens nothing."""
    _access, token = entering.enter(place=request.pemda, token=request.GET.get("kunci", ""))
    response = redirect("console:home")
    set_cookie(response, token)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Go out; the access itself stays open until its time."""
    access = request.support_access
    if access is None:
        raise Http404
    entering.leave(access=access)
    response = redirect("/")
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")
    return response
