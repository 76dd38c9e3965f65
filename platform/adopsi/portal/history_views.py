""" "Riwayat saya": everything a person asked for, sent or wrote, over all services."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.portal.history import history_of, sources_of

PER_PAGE, LAST_PAGE = 15, 40


@never_cache
@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The timeline, by month; `?layanan=` narrows it to one service."""
    sources = sources_of(request.pemda)
    wanted = request.GET.get("layanan", "")
    service = wanted if wanted in dict(sources) else ""
    text = request.GET.get("halaman", "1")
    number = min(max(int(text), 1), LAST_PAGE) if text.isdecimal() else 1
    # One more than is shown says whether there is a next page, without counting in every module.
    most = number * PER_PAGE + 1
    entries = history_of(request.user, pemda=request.pemda, most=most, service=service)
    shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
    months = groupby(shown, key=lambda entry: timezone.localtime(entry.item.at).date().replace(day=1))
    context = {
        "active_nav": "account",
        "sources": sources,
        "service": service,
        "months": [(month, list(group)) for month, group in months],
        "number": number,
        "earlier": number - 1,
        "later": number + 1 if len(entries) == most and number < LAST_PAGE else 0,
    }
    return render(request, "portal/history.html", context)
