"""What every request that changes an activation shares: its document, the dry run, the run that it asks for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from adopsi.api.activation_serializers import AcceptedSerializer, DryRunQuery, PlanSerializer, plan_as_data
from adopsi.api.selectors import list_activations, run_of_module
from adopsi.api.serializers import ActivationSerializer
from adopsi.api.services import Asking
from catalog.models import Activation
from catalog.registry import get_manifest
from catalog.sdk.api import ERRORS, ErrorEnvelope
from catalog.sdk.views import IDEMPOTENCY_KEY
from provisioning.models import Run
from provisioning.plans import Plan, with_counts

CHANGES = {**ERRORS, 409: ErrorEnvelope, 415: ErrorEnvelope, 422: ErrorEnvelope, 503: ErrorEnvelope}
CONFLICTS = (
    " For IT admins. Scope `activations:write`. Conflicts carry the broker's word in `error`: CONCURRENCY (another run, "
    "a stale plan), DEPENDENCY, ENTITLEMENT, QUOTA, MAINTENANCE."
)
ACTIVATION_OR_PLAN = PolymorphicProxySerializer(
    component_name="ActivationOrPlan",
    serializers=[ActivationSerializer, PlanSerializer],
    resource_type_field_name=None,
)


def documents_change(
    *,
    operation_id: str,
    summary: str,
    description: str,
    body: type[Serializer] | None,
    query: type[Serializer] = DryRunQuery,
    at_once: Any = ACTIVATION_OR_PLAN,
) -> Callable[[Any], Any]:
    """The document of a request that asks for a run; `at_once` is what a 200 holds: the plan, or nothing to be done."""
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        description=description + CONFLICTS,
        tags=["activations"],
        parameters=[query, IDEMPOTENCY_KEY],
        # Forms are understood too, but settings do not fit into them.
        request={"application/json": body} if body else None,
        responses={200: at_once, 202: AcceptedSerializer, **CHANGES},
    )


def valid(serializer: type[Serializer], data: Any) -> dict[str, Any]:
    """What was sent, as the serializer understands it; raises the 400."""
    found = serializer(data=data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def is_dry(request: Request) -> bool:
    """Whether only the plan is wanted."""
    return bool(valid(DryRunQuery, request.query_params)["dry_run"])


def planned(plan: Plan) -> Response:
    """200 with the plan."""
    return Response(plan_as_data(with_counts(plan)))


def asked(request: Request, slug: str, wish: dict[str, Any], ask: Callable[[Asking], Run | None]) -> Response:
    """202 with the run that `ask` gives, or 200 with the activation where nothing had to be run."""
    asking = Asking(
        actor=request.user,
        pemda_code=request.pemda.code,
        slug=slug,
        reason=wish["reason"],
        plan_token=wish["plan_token"],
        key=str(request.headers.get("Idempotency-Key", "")),
    )
    run = ask(asking)
    if run is None:
        return Response(ActivationSerializer(activation_or_404(request, slug)).data)
    body = AcceptedSerializer(run, context={"request": request}).data
    return Response(body, status=status.HTTP_202_ACCEPTED, headers={"Location": body["url"]})


def activation_or_404(request: Request, slug: str) -> Activation:
    """The module's activation in the Pemda of the request."""
    activation = list_activations(pemda_code=request.pemda.code).filter(slug=slug).first()
    if activation is None:
        raise Http404
    return activation


def run_or_404(request: Request, slug: str, run_id: uuid.UUID | None) -> Run:
    """The module's run with this id, or its newest, in the Pemda of the request."""
    run = run_of_module(pemda_code=request.pemda.code, slug=get_manifest(slug).slug, run_id=run_id)
    if run is None:
        raise Http404
    return run
