"""What a module's REST API is built on: tokens of one Pemda with scopes, cursor paging, one error envelope."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions, serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from tenants.accounts.models import ApiToken
from tenants.errors import DomainError

log = logging.getLogger("adopsi.api")
STATUS_CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    415: "unsupported_media_type",
    429: "throttled",
}
CONFLICTS = ("CONCURRENCY", "DEPENDENCY", "ENTITLEMENT", "QUOTA", "MAINTENANCE")


class ErrorBody(serializers.Serializer):
    """The inside of every error answer."""

    code = serializers.CharField(help_text="Stable, for machines.")
    error = serializers.ChoiceField(
        choices=[(word, word) for word in CONFLICTS],
        required=False,
        help_text="Of a conflict only: the Open Service Broker's word for it.",
    )
    message = serializers.CharField(help_text="For people, in their language.")
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="Problems by field."
    )


class ErrorEnvelope(serializers.Serializer):
    """Every answer with a status from 400 on."""

    error = ErrorBody()


# For @extend_schema(responses={200: …, **ERRORS}).
ERRORS = {code: ErrorEnvelope for code in (400, 401, 403, 404, 429)}


class TokenScheme(OpenApiAuthenticationExtension):
    """The token in the OpenAPI document."""

    target_class = "catalog.sdk.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}


class HasScope(BasePermission):
    """The view's `scopes = {"GET": "laksa:read", "POST": "laksa:write"}` against the token's.

    A signed-in person without a token (the docs page) acts with their own roles and needs no scope. A method
    without a scope is open to the public; services still check roles.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the request's token carries the scope of the method."""
        scope = getattr(view, "scopes", {}).get(request.method)
        if scope is None:
            return True
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        token = request.auth
        self.message = _("Token ini tidak memiliki cakupan %(scope)s.") % {"scope": scope}
        return not isinstance(token, ApiToken) or scope in token.scopes


class CursorPaging(CursorPagination):
    """Cursor paging: `?cursor=`, `?page_size=` up to 100."""

    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = "-pk"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The page in OpenAPI 3.1, where null is a type of its own."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }


def error_envelope(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: `{"error": {"code", "message", "fields"}}` for every refusal."""
    if isinstance(error, DomainError):
        # A refusal of several fields at once (settings) names them itself.
        problems = getattr(error, "problems", None) or ({error.field: error.message} if error.field else {})
        fields = {name: [str(text)] for name, text in problems.items()}
        body = {"code": error.code, "message": str(error.message), **({"fields": fields} if fields else {})}
        log.info("refused code=%s", error.code)
        seconds = getattr(error, "retry_after", None)
        headers = None if seconds is None else {"Retry-After": str(seconds)}
        return Response({"error": body}, status=error.http_status, headers=headers)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = {"error": _body_of(error, response)}
    return response


def _body_of(error: Exception, response: Response) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        problems = response.data if isinstance(response.data, dict) else {"non_field_errors": response.data}
        fields = {name: [str(text) for text in _flat(texts)] for name, texts in problems.items()}
        return {"code": "invalid", "message": _("Periksa isian yang ditandai."), "fields": fields}
    code = STATUS_CODES.get(response.status_code, "refused")
    if isinstance(error, Http404) or response.status_code == status.HTTP_404_NOT_FOUND:
        message = _("Tidak ditemukan.")
    elif isinstance(error, PermissionDenied):
        message = _("Anda tidak memiliki peran untuk tindakan ini.")
    else:
        message = str(getattr(error, "detail", error))
    return {"code": code, "message": message}


def _flat(texts: Any) -> list[Any]:
    if isinstance(texts, dict):
        return [text for inner in texts.values() for text in _flat(inner)]
    if isinstance(texts, list | tuple):
        return [text for inner in texts for text in _flat(inner)]
    return [texts]
