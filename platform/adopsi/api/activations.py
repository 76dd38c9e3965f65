"""Activations of one Pemda in the shape of the Open Service Broker 2.17: read, plan, ask."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from adopsi.api.activation_serializers import ActivationWishSerializer, ParkQuery, UpgradeWishSerializer
from adopsi.api.asking import activation_or_404, asked, documents_change, is_dry, planned, valid
from adopsi.api.paging import PAGING, BySlug
from adopsi.api.permissions import StaffReadsAdminChanges
from adopsi.api.scopes import ACTIVATIONS_READ, ACTIVATIONS_WRITE
from adopsi.api.selectors import list_activations
from adopsi.api.serializers import ActivationQuery, ActivationSerializer
from adopsi.api.services import put_activation, put_release
from catalog.sdk.api import ERRORS, HasScope
from catalog.sdk.views import ApiView
from provisioning.plans import Plan, plan_enable, plan_park, plan_upgrade


class ActivationList(ApiView):
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
        rows = list_activations(pemda_code=request.pemda.code, **valid(ActivationQuery, request.query_params))
        paging = BySlug()
        page = paging.paginate_queryset(rows, request, view=self)
        return paging.get_paginated_response(ActivationSerializer(page, many=True).data)


class ActivationDetail(ApiView):
    """One module of the Pemda."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"GET": ACTIVATIONS_READ} | dict.fromkeys(("PUT", "PATCH", "DELETE"), ACTIVATIONS_WRITE)

    @extend_schema(
        operation_id="activations_retrieve",
        summary="Read one module's activation",
        description="404 where the module was never enabled. Scope `activations:read`.",
        tags=["activations"],
        responses={200: ActivationSerializer, **ERRORS},
    )
    def get(self, request: Request, slug: str) -> Response:
        """By the module's slug."""
        return Response(ActivationSerializer(activation_or_404(request, slug)).data)

    @documents_change(
        operation_id="activations_update",
        summary="Enable, park or configure a module",
        description=(
            "Answers 202 with the run that enables the module and what it needs, or parks it; poll `last_operation_url`. "
            "Where the module is already as wished, nothing runs and the answer is 200 with the activation; `settings`, "
            "if given, are changed at once. The same PUT sent twice gives the same run. With `dry_run=true` the answer "
            "is 200 with the plan and nothing is written; send the plan's `token` back as `plan_token` to be refused "
            "when things changed in between."
        ),
        body=ActivationWishSerializer,
    )
    def put(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it; the worker does it."""
        wish = valid(ActivationWishSerializer, request.data)
        enabled, together = wish["enabled"], wish["with_dependents"]
        if is_dry(request) and enabled:
            return planned(plan_enable(slug=slug, pemda_code=request.pemda.code))
        if is_dry(request):
            return planned(_parking(request, slug, with_dependents=together))
        values = wish.get("settings")
        return asked(
            request,
            slug,
            wish,
            lambda asking: put_activation(asking, enabled=enabled, values=values, with_dependents=together),
        )

    @documents_change(
        operation_id="activations_partial_update",
        summary="Upgrade a module",
        description=(
            "Takes the module to the release that the catalog offers; 422 `release_not_on_offer` for another. Where the "
            "Pemda has it already the answer is 200 with the activation. With `dry_run=true`: 200 with the plan."
        ),
        body=UpgradeWishSerializer,
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it."""
        wish = valid(UpgradeWishSerializer, request.data)
        if is_dry(request):
            return planned(plan_upgrade(slug=slug, pemda_code=request.pemda.code))
        return asked(request, slug, wish, lambda asking: put_release(asking, release=wish["release"]))

    @documents_change(
        operation_id="activations_destroy",
        summary="Park a module",
        description=(
            "As PUT with `enabled: false`: its data stays, read-only, for the module's `park_days`. 409 "
            "`dependents_active` where others need it, unless `with_dependents=true`. With `dry_run=true`: 200 with the "
            "plan."
        ),
        body=None,
        query=ParkQuery,
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it."""
        wish = valid(ParkQuery, request.query_params)
        together = wish["with_dependents"]
        if wish["dry_run"]:
            return planned(_parking(request, slug, with_dependents=together))
        return asked(
            request, slug, wish, lambda asking: put_activation(asking, enabled=False, with_dependents=together)
        )


def _parking(request: Request, slug: str, *, with_dependents: bool) -> Plan:
    return plan_park(slug=slug, pemda_code=request.pemda.code, with_dependents=with_dependents)
