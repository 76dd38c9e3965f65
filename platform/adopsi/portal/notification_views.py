"""A person's inbox, and what they want to hear where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.portal.notice_kinds import groups_for, service_title
from adopsi.portal.safe import is_own_path
from tenants.notifications.choices import channels_for, choices_of, choose_notices
from tenants.notifications.models import Channel
from tenants.notifications.push import living_subscriptions, push_key
from tenants.notifications.selectors import count_unread, inbox_of, services_in
from tenants.notifications.services import mark_read, mark_unread

PER_PAGE = 15


@never_cache
def notifications(request: HttpRequest) -> HttpResponse:
    """The inbox; for visitors, what it is for and how to come in."""
    context: dict[str, Any] = {"active_nav": "notifications"}
    if request.user.is_authenticated:
        context |= _inbox(request)
    return render(request, "portal/notifications.html", context)


def _inbox(request: HttpRequest) -> dict[str, Any]:
    everything = inbox_of(request.user)
    services = services_in(everything)
    only_unread, service = request.GET.get("saring") == "baru", request.GET.get("layanan", "")
    rows = everything.filter(read_at=None) if only_unread else everything
    if service in services:
        rows = rows.filter(kind__startswith=f"{service}.")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    for note in page:
        note.service = service_title(note.kind)
    return {
        "page": page,
        "only_unread": only_unread,
        "service": service,
        "services": [(slug, service_title(slug)) for slug in services] if len(services) > 1 else [],
        "unread": count_unread(request.user),
        "is_filtered": only_unread or bool(service),
    }


@login_required
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark the message as read and go to the page it is about."""
    note = get_object_or_404(inbox_of(request.user), pk=notification_id)
    mark_read(person=request.user, notification_id=note.pk)
    return redirect(note.path if is_own_path(note.path) else "notifications")


@login_required
@require_POST
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark one message (`id`) or all as read; with `belum` one as new again. Returns to the list as it was."""
    key = request.POST.get("id", "")
    if key.isdecimal() and "belum" in request.POST:
        mark_unread(person=request.user, notification_id=int(key))
    else:
        mark_read(person=request.user, notification_id=int(key) if key.isdecimal() else None)
    if not key:
        messages.success(request, _("Semua notifikasi ditandai sudah dibaca."))
    path = request.POST.get("next", "")
    return redirect(path if is_own_path(path) else "notifications")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Which kinds of notices reach the person in which channel, and the browsers that show them."""
    groups = groups_for(request.user, request.pemda)
    if request.method == "POST":
        kinds = [kind for group in groups for kind, _title in group.kinds]
        pairs = (value.rpartition(":") for value in request.POST.getlist("mau"))
        choose_notices(person=request.user, kinds=kinds, wanted={(kind, channel) for kind, _colon, channel in pairs})
        messages.success(request, _("Pilihan pemberitahuan disimpan."))
        return redirect("notification-settings")
    off = choices_of(request.user)
    here = request.session.session_key
    context = {
        "active_nav": "notifications",
        "channels": Channel.choices,
        "groups": [(group.title, [_line(kind, title, off) for kind, title in group.kinds]) for group in groups],
        "push_key": "" if request.pemda.is_sandbox else push_key().public,
        "browsers": [(row, row.session_key == here) for row in living_subscriptions(request.user)],
    }
    return render(request, "portal/notification_settings.html", context)


def _line(kind: str, title: str, off: set[tuple[str, str]]) -> dict[str, Any]:
    can = channels_for(kind)
    boxes = [
        {"value": f"{kind}:{channel.value}", "label": channel.label, "is_fixed": channel not in can,
         "is_on": channel not in can or (kind, channel.value) not in off}
        for channel in Channel
    ]  # fmt: skip
    return {"title": title, "boxes": boxes}
