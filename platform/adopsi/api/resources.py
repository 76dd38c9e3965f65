"""The house's own resources: the catalog, activations and runs of one Pemda."""

from __future__ import annotations

import uuid

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from adopsi.api.paging import BySlug, ListCursor
from adopsi.api.permissions import StaffReadsAdminChanges
from adopsi.api.scopes import ACTIVATIONS_READ, ACTIVATIONS_WRITE, CATALOG_READ
from adopsi.api.selectors import list_activations, offered_module, offered_modules
from adopsi.api.serializers import (
    ActivationQuery,
    ActivationSerializer,
    ActivationWishSerializer,
    CatalogModuleDetailSerializer,
    CatalogModuleSerializer,
    CatalogQuery,
    RunSerializer,
)
from adopsi.api.services import put_activation
from catalog.models import Activation
from catalog.sdk.api import ERRORS, ErrorEnvelope, HasScope
from provisioning.models import Run
from provisioning.selectors import get_run

PAGING = [
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("page_size", int, description="1 to 100, 25 by default."),
]


class CatalogList(APIView):
    """The shelf."""

    permission_classes = (HasScope,)
    scopes = {"GET": CATALOG_READ}
    pagination_class = ListCursor
    serializer_class = CatalogModuleSerializer

    @extend_schema(
        operation_id="catalog_list",
        summary="List the modules on offer",
        description="Every module of the catalog by slug, with its state in this Pemda. Scope `catalog:read`.",
        tags=["catalog"],
        parameters=[CatalogQuery, *PAGING],
        responses={200: CatalogModuleSerializer(many=True), **ERRORS},
    )
    def get(self, request: Request) -> Response:
        """One page."""
        query = CatalogQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = dict(query.validated_data)
        offers = offered_modules(pemda_code=request.pemda.code, search=wanted.pop("q", ""), **wanted)
        paging = ListCursor()
        page = paging.paginate_list(offers, request, key=lambda offer: offer.manifest.slug)
        return paging.get_paginated_response(CatalogModuleSerializer(page, many=True).data)


class CatalogDetail(APIView):
    """One module of the shelf."""

    permission_classes = (HasScope,)
    scopes = {"GET": CATALOG_READ}

    @extend_schema(
        operation_id="catalog_retrieve",
        summary="Read one module",
        description="What it does, its data, roles, settings and changelog. Scope `catalog:read`.",
        tags=["catalog"],
        responses={200: CatalogModuleDetailSerializer, **ERRORS},
    )
    def get(self, request: Request, slug: str) -> Response:
        """By its slug."""
        offer = offered_module(slug, pemda_code=request.pemda.code)
        return Response(CatalogModuleDetailSerializer(offer).data)


class ActivationList(APIView):
    """The Pemda's modules."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"GET": ACTIVATIONS_READ}
    pagination_class = BySlug
    serializer_class = ActivationSerializer

    @extend_schema(
        operation_id="activations_list",
        summary="List the modules that are or were on",
        description="By slug. For officers and IT admins. Scope `activations:read`.",
        tags=["activations"],
        parameters=[ActivationQuery, *PAGING],
        responses={200: ActivationSerializer(many=True), **ERRORS},
    )
    def get(self, request: Request) -> Response:
        """One page."""
        query = ActivationQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = list_activations(pemda_code=request.pemda.code, **query.validated_data)
        paging = BySlug()
        page = paging.paginate_queryset(rows, request, view=self)
        return paging.get_paginated_response(ActivationSerializer(page, many=True).data)


class ActivationDetail(APIView):
    """One module of the Pemda."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"GET": ACTIVATIONS_READ, "PUT": ACTIVATIONS_WRITE}

    @extend_schema(
        operation_id="activations_retrieve",
        summary="Read one module's activation",
        description="404 where the module was never enabled. Scope `activations:read`.",
        tags=["activations"],
        responses={200: ActivationSerializer, **ERRORS},
    )
    def get(self, request: Request, slug: str) -> Response:
        """By the module's slug."""
        return Response(ActivationSerializer(_activation_or_404(request, slug)).data)

    @extend_schema(
        operation_id="activations_update",
        summary="Enable, disable or configure a module",
        description=(
            "Answers 202 with the run that enables or disables the module; ask for the run until it is `done` or "
            "`failed`. Where the module is already as wished, nothing runs and the answer is 200 with the activation; "
            "`settings`, if given, are changed at once. The same PUT sent twice gives the same run. 409 names what stands "
            "in the way (`requirement_unmet`, `dependents_active`, `module_conflict`, `already_off`, "
            "`settings_need_active_module`), 422 settings that do not fit. For IT admins. Scope `activations:write`."
        ),
        tags=["activations"],
        request=ActivationWishSerializer,
        responses={
            200: ActivationSerializer,
            202: RunSerializer,
            **ERRORS,
            409: ErrorEnvelope,
            415: ErrorEnvelope,
            422: ErrorEnvelope,
        },
    )
    def put(self, request: Request, slug: str) -> Response:
        """Ask for it; the worker does it."""
        wish = ActivationWishSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        run = put_activation(
            actor=request.user,
            pemda_code=request.pemda.code,
            slug=slug,
            enabled=wish.validated_data["enabled"],
            reason=wish.validated_data["reason"],
            values=wish.validated_data.get("settings"),
        )
        if run is None:
            return Response(ActivationSerializer(_activation_or_404(request, slug)).data)
        body = RunSerializer(run, context={"request": request}).data
        return Response(body, status=status.HTTP_202_ACCEPTED, headers={"Location": body["url"]})


def _activation_or_404(request: Request, slug: str) -> Activation:
    activation = list_activations(pemda_code=request.pemda.code).filter(slug=slug).first()
    if activation is None:
        raise Http404
    return activation


class RunDetail(APIView):
    """One run of the Pemda."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"GET": ACTIVATIONS_READ}

    @extend_schema(
        operation_id="runs_retrieve",
        summary="Read one run",
        description="State and steps of a run of this Pemda; a run of another is 404. Scope `activations:read`.",
        tags=["runs"],
        responses={200: RunSerializer, **ERRORS},
    )
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """By its id."""
        run: Run | None = get_run(run_id, pemda_code=request.pemda.code)
        if run is None:
            raise Http404
        return Response(RunSerializer(run, context={"request": request}).data)
