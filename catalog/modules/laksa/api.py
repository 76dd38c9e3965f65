"""LAKSA's REST API: categories, and reports to read and to send."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.modules.laksa.errors import CategoryClosed
from catalog.modules.laksa.filter_forms import FilterForm
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.selectors import (
    find_report_sent,
    get_category,
    get_report_for,
    list_categories,
    list_readable_reports,
    list_reports_of,
)
from catalog.modules.laksa.serializers import (
    CategorySerializer,
    NewReportSerializer,
    NewReportWithPhotosSerializer,
    ReportDetailSerializer,
    ReportSerializer,
)
from catalog.modules.laksa.services.photos import keep_draft
from catalog.modules.laksa.services.reporting import Place, report_problem
from catalog.modules.laksa.states import Stage
from catalog.sdk.api import ERRORS, CursorPaging, ErrorEnvelope, HasScope
from catalog.sdk.views import IDEMPOTENCY_KEY, ApiView

log = logging.getLogger("adopsi.laksa")
TAG = "laksa"
REFUSALS = {
    **ERRORS,
    409: ErrorEnvelope,
    413: ErrorEnvelope,
    415: ErrorEnvelope,
    422: ErrorEnvelope,
    429: ErrorEnvelope,
}


FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="Words in number, title, description or address."),
    OpenApiParameter("stage", OpenApiTypes.STR, enum=Stage.values, description="The stage that citizens see."),
    OpenApiParameter("category", OpenApiTypes.STR, description="The code of a category."),
    OpenApiParameter("district", OpenApiTypes.STR, description="The code of a kecamatan, such as 72.02.01."),
    OpenApiParameter("mine", OpenApiTypes.BOOL, description="Only the reports of the token's person."),
    OpenApiParameter("cursor", OpenApiTypes.STR, description="From `next` or `previous`."),
    OpenApiParameter("page_size", OpenApiTypes.INT, description="1 to 100, 25 by default."),
]


class ReportPaging(CursorPaging):
    """Newest first."""

    ordering = "-created_at"


class CategoryList(ApiView):
    """The categories in use."""

    permission_classes = (HasScope,)
    scopes = {"GET": "laksa:read"}

    @extend_schema(
        operation_id="laksa_categories_list",
        summary="List the categories",
        description="The categories that reports can be filed under, in the order of the form. Scope `laksa:read`.",
        tags=[TAG],
        responses={200: CategorySerializer(many=True), **ERRORS},
    )
    def get(self, request: Request) -> Response:
        """All at once; there are few."""
        return Response(CategorySerializer(list_categories().select_related("opd"), many=True).data)


class ReportList(ApiView):
    """Reports to read, and a new one to file."""

    permission_classes = (HasScope,)
    parser_classes = (JSONParser, MultiPartParser, FormParser)
    scopes = {"GET": "laksa:read", "POST": "laksa:write"}
    pagination_class = ReportPaging
    serializer_class = ReportSerializer

    @extend_schema(
        operation_id="laksa_reports_list",
        summary="List reports",
        description="The public reports and the token's person's own, newest first. Scope `laksa:read`.",
        tags=[TAG],
        parameters=FILTERS,
        responses={200: ReportSerializer(many=True), **ERRORS},
    )
    def get(self, request: Request) -> Response:
        """One page."""
        wanted = FilterForm(request.query_params).wanted()
        if request.query_params.get("mine", "").lower() in {"1", "true", "yes"}:
            reports = list_reports_of(request.user, wanted=wanted)
        else:
            reports = list_readable_reports(request.user, wanted=wanted)
        paging = ReportPaging()
        page = paging.paginate_queryset(reports, request, view=self)
        return paging.get_paginated_response(ReportSerializer(page, many=True, context={"request": request}).data)

    @extend_schema(
        operation_id="laksa_reports_create",
        summary="File a report",
        description=(
            "Files a report as the token's person and answers 201 with its ticket number; the same `client_key` answers "
            "200 with the first report. 413 and 415 refuse photos, 422 a place outside the Pemda, a closed category or "
            "an anonymous report where the Pemda takes none. Scope `laksa:write`."
        ),
        tags=[TAG],
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": NewReportSerializer, "multipart/form-data": NewReportWithPhotosSerializer},
        responses={200: ReportDetailSerializer, 201: ReportDetailSerializer, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """File it, whole or not at all."""
        fields = NewReportWithPhotosSerializer(data=request.data)
        fields.is_valid(raise_exception=True)
        data = fields.validated_data
        key = data.get("client_key")
        sent = find_report_sent(client_key=key, reporter=request.user) if key else None
        report = sent or _file(request, data)
        body = ReportDetailSerializer(report, context={"request": request}).data
        return Response(body, status=status.HTTP_200_OK if sent else status.HTTP_201_CREATED)


def _file(request: Request, data: dict[str, Any]) -> Report:
    category = get_category(data["category"])
    if category is None:
        raise CategoryClosed
    return report_problem(
        reporter=request.user,
        category=category,
        kind=data["kind"],
        title=data["title"],
        description=data["description"],
        place=Place(
            latitude=data.get("latitude"),
            longitude=data.get("longitude"),
            district_code=data["district_code"],
            village_code=data["village_code"],
            address=data["address"],
        ),
        is_anonymous=data["is_anonymous"],
        is_confidential=data["is_confidential"],
        photos=[keep_draft(upload=upload, person=request.user) for upload in data["photos"]],
        client_key=data.get("client_key") or uuid.uuid4(),
        sent_from=request.META.get("REMOTE_ADDR", ""),
    )


class ReportDetail(ApiView):
    """One report."""

    permission_classes = (HasScope,)
    scopes = {"GET": "laksa:read"}

    @extend_schema(
        operation_id="laksa_reports_retrieve",
        summary="Read one report",
        description="A public report, or one of the token's person's own; anything else is 404. Scope `laksa:read`.",
        tags=[TAG],
        responses={200: ReportDetailSerializer, **ERRORS},
    )
    def get(self, request: Request, number: str) -> Response:
        """By its ticket number."""
        report = get_report_for(request.user, number)
        if report is None:
            raise Http404
        return Response(ReportDetailSerializer(report, context={"request": request}).data)
