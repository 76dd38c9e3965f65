"""The house's own resources: the catalog and the runs of one Pemda; its activations are beside."""

from __future__ import annotations

import uuid

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from adopsi.api.paging import PAGING, ListCursor
from adopsi.api.permissions import StaffReadsAdminChanges
from adopsi.api.scopes import ACTIVATIONS_READ, CATALOG_READ
from adopsi.api.selectors import offered_module, offered_modules
from adopsi.api.serializers import (
    CatalogModuleDetailSerializer,
    CatalogModuleSerializer,
    CatalogQuery,
    RunSerializer,
)
from catalog.sdk.api import ERRORS, HasScope
from catalog.sdk.views import ApiView
from provisioning.models import Run
from provisioning.selectors import get_run


class CatalogList(ApiView):
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


class CatalogDetail(ApiView):
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


class RunDetail(ApiView):
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
