"""A person's inbox."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from adopsi.portal.safe import is_own_path
from tenants.notifications.selectors import count_unread, inbox_of
from tenants.notifications.services import mark_read

PER_PAGE = 15


@never_cache
def notifications(request: HttpRequest) -> HttpResponse:
    """The inbox; for visitors, what it is for and how to come in."""
    context: dict[str, Any] = {"active_nav": "notifications"}
    if request.user.is_authenticated:
        rows = inbox_of(request.user)
        only_unread = request.GET.get("saring") == "baru"
        if only_unread:
            rows = rows.filter(read_at=None)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
        context |= {"page": page, "only_unread": only_unread, "unread": count_unread(request.user)}
    return render(request, "portal/notifications.html", context)


@login_required
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark the message as read and go to the page it is about."""
    note = get_object_or_404(inbox_of(request.user), pk=notification_id)
    mark_read(person=request.user, notification_id=note.pk)
    return redirect(note.path if is_own_path(note.path) else "notifications")


@login_required
@require_POST
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark one message (`id`) or all as read."""
    key = request.POST.get("id", "")
    mark_read(person=request.user, notification_id=int(key) if key.isdecimal() else None)
    if not key:
        messages.success(request, _("Semua notifikasi ditandai sudah dibaca."))
    return redirect("notifications")
