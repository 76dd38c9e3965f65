"""The command palette: a list for the browser, and a plain page that needs no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.console.access import staff_required
from adopsi.console.palette import find


@require_safe
@staff_required
@never_cache
def choices(request: HttpRequest) -> JsonResponse:
    """`{"choices": [{title, group, url, note}]}` for `?q=`, best first."""
    return JsonResponse({"choices": [row.as_json() for row in find(request, request.GET.get("q", ""))]})


@require_safe
@staff_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    query = request.GET.get("q", "").strip()
    return render(request, "console/search.html", {"query": query, "choices": find(request, query)})
