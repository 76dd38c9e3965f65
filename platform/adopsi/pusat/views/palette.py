"""The team's command palette: a list for the browser, and a plain page that needs no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.palette import find


@central_required
@require_safe
@never_cache
def choices(request: HttpRequest) -> JsonResponse:
    """`{"choices": [{title, group, url, note}]}` for `?q=`, best first."""
    return JsonResponse({"choices": [row.as_json() for row in find(request.GET.get("q", ""))]})


@central_required
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    query = request.GET.get("q", "").strip()
    return show(request, "pusat/search.html", {"query": query, "choices": find(query)}, nav="")
