"""The addresses of GeoReport v2; `.json` and `.xml` give the same."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.open311.errors import (
    BadParameter,
    UnknownFormat,
    UnknownJurisdiction,
    UnknownRequest,
    georeport_errors,
)
from catalog.modules.laksa.open311.formats import ByEnding, JsonRenderer, XmlRenderer
from catalog.modules.laksa.open311.reading import get_request, list_requests, wanted_of
from catalog.modules.laksa.open311.services import define_service, list_services
from catalog.modules.laksa.open311.writing import file_request, notice_of
from catalog.sdk.api import HasScope
from catalog.sdk.context import current_pemda
from catalog.sdk.tokens import TokenAuthentication
from catalog.sdk.views import ApiView

FORMATS = {"json", "xml"}
CHANGED = "2026-11-22T00:00:00Z"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


class ApiKey(TokenAuthentication):
    """An API token as `api_key` in the body, as the specification wants it, or as a bearer token.

    Never in the address, which is written into logs.
    """

    def key_in(self, request: Request) -> str | None:
        """The key that was sent, or None."""
        key = request.data.get("api_key") if request.method == "POST" and isinstance(request.data, dict) else None
        return str(key) if key else super().key_in(request)


class GeoReportView(ApiView):
    """What all of them share."""

    authentication_classes = (ApiKey,)
    permission_classes = (HasScope,)
    renderer_classes = (JsonRenderer, XmlRenderer)
    content_negotiation_class = ByEnding
    # They have a document of their own, which is the specification.
    schema = None
    root = ""

    def get_exception_handler(self) -> Any:
        """Errors in the specification's shape."""
        return georeport_errors

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse another format and another jurisdiction before anything is read."""
        super().initial(request, *args, **kwargs)
        if kwargs["format"] not in FORMATS:
            raise UnknownFormat
        asked = request.query_params.get("jurisdiction_id") or _said(request, "jurisdiction_id")
        pemda = current_pemda()
        if asked and asked not in {pemda.code, pemda.primary_host}:
            raise UnknownJurisdiction(pemda.code)


def _said(request: Request, name: str) -> str:
    return str(request.data.get(name, "")) if request.method == "POST" and isinstance(request.data, dict) else ""


def _reader(request: Request) -> Any:
    """Whose own reports are shown besides the public ones: the person of a token that may read."""
    token = request.auth
    return request.user if token is not None and "laksa:read" in token.scopes else AnonymousUser()


class Discovery(GeoReportView):
    """Where the API is, and in which formats."""

    root = "discovery"

    def get(self, request: Request, format: str) -> Response:
        """The discovery document."""
        base = current_pemda().base_url
        endpoint = {
            "specification": SPECIFICATION,
            "url": f"{base}/open311/v2",
            "changeset": CHANGED,
            "type": "production",
            "formats": ["application/json", "text/xml"],
        }
        return Response(
            {
                "changeset": CHANGED,
                "contact": base,
                "key_service": f"{base}/konsol/token/",
                "endpoints": [endpoint],
            }
        )


class ServiceList(GeoReportView):
    """Categories."""

    root = "services"

    def get(self, request: Request, format: str) -> Response:
        """All in use."""
        return Response(list_services())


class ServiceDefinition(GeoReportView):
    """What a category asks for."""

    root = "service_definition"

    def get(self, request: Request, code: str, format: str) -> Response:
        """By its code."""
        return Response(define_service(code))


class RequestList(GeoReportView):
    """Reports to read, and a new one to file."""

    root = "service_requests"
    parser_classes = (FormParser, MultiPartParser, JSONParser)
    scopes = {"POST": "laksa:write"}

    def get(self, request: Request, format: str) -> Response:
        """Those of the last 90 days, or as the query asks."""
        return Response(list_requests(wanted_of(request.query_params), person=_reader(request)))

    def post(self, request: Request, format: str) -> Response:
        """File it; the answer is the list of one that the specification wants."""
        if not isinstance(request.data, dict):
            raise BadParameter("service_code", "…")
        files = request.FILES.getlist("media") if request.FILES else []
        report = file_request(request.data, files=files, person=request.user)
        body = {"service_request_id": report.number, "service_notice": notice_of(request.data), "account_id": None}
        return Response([body], status=201)


class RequestDetail(GeoReportView):
    """One report."""

    root = "service_requests"

    def get(self, request: Request, number: str, format: str) -> Response:
        """By its ticket number, as a list of one."""
        return Response([get_request(number, person=_reader(request))])


class Token(GeoReportView):
    """A report by the key of its sending: here numbers are given at once, so nobody has to wait with a token."""

    root = "service_requests"

    def get(self, request: Request, token: str, format: str) -> Response:
        """The ticket number."""
        try:
            report = Report.objects.filter(client_key=uuid.UUID(token)).only("number").first()
        except ValueError:
            report = None
        if report is None:
            raise UnknownRequest
        return Response([{"service_request_id": report.number, "token": token}])
