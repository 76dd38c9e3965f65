"""The OpenAPI document, and the page that shows it, both of this Pemda alone and from our own host."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

from adopsi.api.scopes import scopes_of

STATUSES = (400, 401, 403, 404, 409, 422, 429)


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or (with `?format=json` or `Accept: application/json`) as JSON; open to everybody."""


@require_safe
@ensure_csrf_cookie
def docs(request: HttpRequest) -> HttpResponse:
    """How to call the API, and every operation to read and to try."""
    context = {
        "schema_url": reverse("api:schema"),
        "scopes": scopes_of(request.pemda.code),
        "base_url": f"{request.pemda.base_url}/api/v1/",
    }
    return render(request, "api/docs.html", context)
