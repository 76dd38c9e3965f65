"""Operations on a module as the Open Service Broker polls them, and taking the last one back."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from adopsi.api.activation_serializers import (
    LastOperationQuery,
    LastOperationSerializer,
    PlanSerializer,
    UndoWishSerializer,
)
from adopsi.api.asking import asked, documents_change, is_dry, planned, run_or_404, valid
from adopsi.api.permissions import StaffReadsAdminChanges
from adopsi.api.scopes import ACTIVATIONS_READ, ACTIVATIONS_WRITE
from adopsi.api.services import undo_last, undoable_run
from catalog.sdk.api import ERRORS, HasScope
from catalog.sdk.views import ApiView
from provisioning.plans import plan_undo


class ActivationUndo(ApiView):
    """Taking the last change of a module back."""

    permission_classes = (HasScope, StaffReadsAdminChanges)
    scopes = {"POST": ACTIVATIONS_WRITE}

    @documents_change(
        operation_id="activations_undo",
        summary="Undo enabling, parking or upgrading",
        description=(
            "Takes back the module's newest run, or the one named, within its window: 409 `undo_window_passed`, "
            "`not_the_last`, `nothing_to_undo`. Where people's data would be lost the run itself fails with "
            "`undo_would_lose` and nothing changes. With `dry_run=true`: 200 with the plan."
        ),
        body=UndoWishSerializer,
        at_once=PlanSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        """Plan it, or ask for it."""
        wish = valid(UndoWishSerializer, request.data)
        run = run_or_404(request, slug, wish["operation"]) if "operation" in wish else None
        if is_dry(request):
            return planned(plan_undo(run=run or undoable_run(pemda_code=request.pemda.code, slug=slug)))
        return asked(request, slug, wish, lambda asking: undo_last(asking, run=run))


class LastOperation(ApiView):
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
        query = valid(LastOperationQuery, request.query_params)
        return Response(LastOperationSerializer(run_or_404(request, slug, query.get("operation"))).data)
