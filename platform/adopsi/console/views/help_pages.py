"""Help inside the product: Adopsi's own pages and those of the active modules."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adopsi.console.access import staff_required
from adopsi.console.help_shelf import help_for


@require_safe
@staff_required
def index(request: HttpRequest) -> HttpResponse:
    """All pages that concern this person, searched by their titles and their text."""
    search = request.GET.get("cari", "").strip()
    groups = help_for(request.user, request.pemda.code, search=search)
    return render(request, "console/help.html", {"groups": groups, "search": search})


@require_safe
@staff_required
def show(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """One page."""
    for group in help_for(request.user, request.pemda.code):
        for found in group.pages:
            if (group.slug, found.slug) == (slug, page):
                # The drawer beside a page asks for the text alone.
                template = "console/parts/help_text.html" if "laci" in request.GET else "console/help_page.html"
                return render(request, template, {"group": group, "page": found})
    raise Http404(page)
