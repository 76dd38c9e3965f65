"""Activations of one Pemda in the shape of the Open Service Broker 2.17: plan, ask, poll, undo, upgrade."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from adopsi.api.activation_serializers import (
    AcceptedSerializer,
    ActivationWishSerializer,
    DryRunQuery,
    LastOperationQuery,
    LastOperationSerializer,
    ParkQuery,
    PlanSerializer,
    UndoWishSerializer,
    UpgradeWishSerializer,
    plan_as_data,
)
from adopsi.api.paging import PAGING, BySlug
from adopsi.api.permissions import StaffReadsAdminChanges
from adopsi.api.scopes import ACTIVATIONS_READ, ACTIVATIONS_WRITE
from adopsi.api.selectors import list_activations, run_of_module
from adopsi.api.serializers import ActivationQuery, ActivationSerializer
from adopsi.api.services import put_activation, put_release, undo_last, undoable_run
from catalog.models import Activation
from catalog.registry import get_manifest
from catalog.sdk.api import ERRORS, ErrorEnvelope, HasScope
from provisioning.models import Run
from provisioning.plans import Plan, plan_enable, plan_park, plan_undo, plan_upgrade, with_counts

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Up to 80 visible ASCII characters. Sent again, it gives the same run; with another request it is 422.",
)
CHANGES = {**ERRORS, 409: ErrorEnvelope, 415: ErrorEnvelope, 422: ErrorEnvelope, 503: ErrorEnvelope}
CONFLICTS = (
    " Conflicts carry the broker's word in `error`: CONCURRENCY (another run, a stale plan), DEPENDENCY, ENTITLEMENT, "
    "QUOTA, MAINTENANCE."
)


ACTIVATION_OR_PLAN = PolymorphicProxySerializer(
    component_name="ActivationOrPlan",
    serializers=[ActivationSerializer, PlanSerializer],
    resource_type_field_name=None,
)


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
    scopes = {
        "GET": ACTIVATIONS_READ,
        "PUT": ACTIVATIONS_WRITE,
        "PATCH": ACTIVATIONS_WRITE,
        "DELETE": ACTIVATIONS_WRITE,
    }

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
        summary="Enable, park or configure a module",
        description=(
            "Answers 202 with the run that enables the module and what it needs, or parks it; poll `last_operation_url`. "
            "Where the module is already as wished, nothing runs and the answer is 200 with the activation; `settings`, "
            "if given, are changed at once. The same PUT sent twice gives the same run. With `dry_run=true` the answer "
            "is 200 with the plan and nothing is written; send the plan's `token` back as `plan_token` to be refused "
            "when things changed in between. For IT admins. Scope `activations:write`." + CONFLICTS
        ),
        tags=["activations"],
        parameters=[DryRunQuery, KEY],
        request=ActivationWishSerializer,
        responses={200: ACTIVATION_OR_PLAN, 202: AcceptedSerializer, **CHANGES},
    )
    def put(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it; the worker does it."""
        wish = _valid(ActivationWishSerializer, request.data)
        if _is_dry(request):
            return _planned(
                plan_enable(slug=slug, pemda_code=request.pemda.code)
                if wish["enabled"]
                else _parking(request, slug, wish["with_dependents"])
            )
        run = put_activation(
            actor=request.user,
            pemda_code=request.pemda.code,
            slug=slug,
            enabled=wish["enabled"],
            reason=wish["reason"],
            values=wish.get("settings"),
            with_dependents=wish["with_dependents"],
            plan_token=wish["plan_token"],
            key=_key(request),
        )
        return _accepted(request, slug, run)

    @extend_schema(
        operation_id="activations_partial_update",
        summary="Upgrade a module",
        description=(
            "Takes the module to the release that the catalog offers; 422 `release_not_on_offer` for another. Where the "
            "Pemda has it already the answer is 200 with the activation. With `dry_run=true`: 200 with the plan. For IT "
            "admins. Scope `activations:write`." + CONFLICTS
        ),
        tags=["activations"],
        parameters=[DryRunQuery, KEY],
        request=UpgradeWishSerializer,
        responses={200: ACTIVATION_OR_PLAN, 202: AcceptedSerializer, **CHANGES},
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it."""
        wish = _valid(UpgradeWishSerializer, request.data)
        if _is_dry(request):
            return _planned(plan_upgrade(slug=slug, pemda_code=request.pemda.code))
        run = put_release(
            actor=request.user,
            pemda_code=request.pemda.code,
            slug=slug,
            release=wish["release"],
            reason=wish["reason"],
            plan_token=wish["plan_token"],
            key=_key(request),
        )
        return _accepted(request, slug, run)

    @extend_schema(
        operation_id="activations_destroy",
        summary="Park a module",
        description=(
            "As PUT with `enabled: false`: its data stays, read-only, for the module's `park_days`. 409 "
            "`dependents_active` where others need it, unless `with_dependents=true`. With `dry_run=true`: 200 with the "
            "plan. For IT admins. Scope `activations:write`." + CONFLICTS
        ),
        tags=["activations"],
        parameters=[ParkQuery, KEY],
        request=None,
        responses={200: ACTIVATION_OR_PLAN, 202: AcceptedSerializer, **CHANGES},
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it."""
        wish = _valid(ParkQuery, request.query_params)
        if wish["dry_run"]:
            return _planned(_parking(request, slug, wish["with_dependents"]))
        run = put_activation(
            actor=request.user,
            pemda_code=request.pemda.code,
            slug=slug,
            enabled=False,
            reason=wish["reason"],
            with_dependents=wish["with_dependents"],
            plan_token=wish["plan_token"],
            key=_key(request),
        )
        return _accepted(request, slug, run)


class ActivationUndo(APIView):
    """Taking the last change of a module back."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"POST": ACTIVATIONS_WRITE}

    @extend_schema(
        operation_id="activations_undo",
        summary="Undo enabling, parking or upgrading",
        description=(
            "Takes back the module's newest run, or the one named, within its window: 409 `undo_window_passed`, "
            "`not_the_last`, `nothing_to_undo`. Where people's data would be lost the run itself fails with "
            "`undo_would_lose` and nothing changes. With `dry_run=true`: 200 with the plan. For IT admins. Scope "
            "`activations:write`." + CONFLICTS
        ),
        tags=["activations"],
        parameters=[DryRunQuery, KEY],
        request=UndoWishSerializer,
        responses={200: PlanSerializer, 202: AcceptedSerializer, **CHANGES},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it."""
        wish, code = _valid(UndoWishSerializer, request.data), request.pemda.code
        run = _run_or_404(request, slug, wish["operation"]) if "operation" in wish else None
        if _is_dry(request):
            return _planned(plan_undo(run=run or undoable_run(pemda_code=code, slug=slug)))
        undoing = undo_last(
            actor=request.user,
            pemda_code=code,
            slug=slug,
            run=run,
            reason=wish["reason"],
            plan_token=wish["plan_token"],
            key=_key(request),
        )
        return _accepted(request, slug, undoing)


class LastOperation(APIView):
    """How an operation on a module goes."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"GET": ACTIVATIONS_READ}

    @extend_schema(
        operation_id="activations_last_operation",
        summary="Poll an operation",
        description=(
            "The broker's `last_operation`: `in progress`, `succeeded` or `failed` (a cancelled run failed), with the "
            "named steps. Ask about once a second. Scope `activations:read`."
        ),
        tags=["activations"],
        parameters=[LastOperationQuery],
        responses={200: LastOperationSerializer, **ERRORS},
    )
    def get(self, request: Request, slug: str) -> Response:
        """By the id from the 202, or the newest."""
        query = _valid(LastOperationQuery, request.query_params)
        return Response(LastOperationSerializer(_run_or_404(request, slug, query.get("operation"))).data)


# --- parts --------------------------------------------------------------------------------------------


def _valid(serializer: type[Serializer], data: Any) -> dict[str, Any]:
    found = serializer(data=data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _is_dry(request: Request) -> bool:
    return bool(_valid(DryRunQuery, request.query_params)["dry_run"])


def _key(request: Request) -> str:
    return str(request.headers.get("Idempotency-Key", ""))


def _parking(request: Request, slug: str, with_dependents: bool) -> Plan:
    return plan_park(slug=slug, pemda_code=request.pemda.code, with_dependents=with_dependents)


def _planned(plan: Plan) -> Response:
    return Response(plan_as_data(with_counts(plan)))


def _accepted(request: Request, slug: str, run: Run | None) -> Response:
    if run is None:
        return Response(ActivationSerializer(_activation_or_404(request, slug)).data)
    body = AcceptedSerializer(run, context={"request": request}).data
    return Response(body, status=status.HTTP_202_ACCEPTED, headers={"Location": body["url"]})


def _activation_or_404(request: Request, slug: str) -> Activation:
    activation = list_activations(pemda_code=request.pemda.code).filter(slug=slug).first()
    if activation is None:
        raise Http404
    return activation


def _run_or_404(request: Request, slug: str, run_id: uuid.UUID | None) -> Run:
    run = run_of_module(pemda_code=request.pemda.code, slug=get_manifest(slug).slug, run_id=run_id)
    if run is None:
        raise Http404
    return run
