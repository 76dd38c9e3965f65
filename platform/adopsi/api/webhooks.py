"""Webhooks of one Pemda through its API: what the console's pages do, for IT admins."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from adopsi.api.asking import valid
from adopsi.api.paging import PAGING
from adopsi.api.permissions import OnlyAdmins
from adopsi.api.scopes import WEBHOOKS_READ, WEBHOOKS_WRITE
from catalog.activations import active_manifests
from catalog.sdk.api import ERRORS, CursorPaging, ErrorEnvelope, HasScope
from catalog.sdk.views import IDEMPOTENCY_KEY, ApiView
from tenants.webhooks.models import Endpoint
from tenants.webhooks.selectors import get_webhook, list_webhooks
from tenants.webhooks.services import add_webhook, change_webhook, remove_webhook

REFUSALS = {**ERRORS, 409: ErrorEnvelope, 415: ErrorEnvelope, 422: ErrorEnvelope}


class WebhookSerializer(serializers.ModelSerializer):
    """An address and the events that it wants."""

    class Meta:
        model = Endpoint
        fields: tuple[str, ...] = ("id", "name", "url", "kinds", "state", "failing_since", "created_at")
        read_only_fields = fields

    kinds = serializers.ListField(child=serializers.CharField(), help_text="Such as `laksa.report_created`.")


class NewWebhookSerializer(WebhookSerializer):
    """A webhook that was just added, with its secret."""

    secret = serializers.CharField(help_text="Shown this one time; sign with it as Standard Webhooks says.")

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")
        read_only_fields = fields


class WebhookWishSerializer(serializers.Serializer):
    """What a webhook should be."""

    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=500, help_text="https, and public.")
    kinds = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False, max_length=50)


class WebhookPaging(CursorPaging):
    """The newest first."""

    ordering = "-id"


def _offered(request: Request) -> set[str]:
    return {event.key for manifest in active_manifests(request.pemda.code) for event in manifest.events}


def _webhook_or_404(webhook_id: int) -> Any:
    endpoint = get_webhook(webhook_id) if webhook_id < 2**63 else None
    if endpoint is None:
        raise Http404
    return endpoint


class WebhookList(ApiView):
    """The Pemda's webhooks."""

    permission_classes = (HasScope, OnlyAdmins)
    scopes = {"GET": WEBHOOKS_READ, "POST": WEBHOOKS_WRITE}
    pagination_class = WebhookPaging
    serializer_class = WebhookSerializer

    @extend_schema(
        operation_id="webhooks_list",
        summary="List the webhooks",
        description="The newest first, without their secrets. For IT admins. Scope `webhooks:read`.",
        tags=["webhooks"],
        parameters=PAGING,
        responses={200: WebhookSerializer(many=True), **ERRORS},
    )
    def get(self, request: Request) -> Response:
        """One page."""
        paging = WebhookPaging()
        page = paging.paginate_queryset(list_webhooks(), request, view=self)
        return paging.get_paginated_response(WebhookSerializer(page, many=True).data)

    @extend_schema(
        operation_id="webhooks_create",
        summary="Add a webhook",
        description="Answers 201 with the secret, which is never shown again. For IT admins. Scope `webhooks:write`.",
        tags=["webhooks"],
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": WebhookWishSerializer},
        responses={201: NewWebhookSerializer, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Add it."""
        wish = valid(WebhookWishSerializer, request.data)
        endpoint, _secret = add_webhook(actor=request.user, offered=_offered(request), **wish)
        return Response(NewWebhookSerializer(endpoint).data, status=status.HTTP_201_CREATED)


class WebhookDetail(ApiView):
    """One webhook."""

    permission_classes = (HasScope, OnlyAdmins)
    scopes = {"GET": WEBHOOKS_READ, "PUT": WEBHOOKS_WRITE, "DELETE": WEBHOOKS_WRITE}

    @extend_schema(
        operation_id="webhooks_retrieve",
        summary="Read a webhook",
        description="For IT admins. Scope `webhooks:read`.",
        tags=["webhooks"],
        responses={200: WebhookSerializer, **ERRORS},
    )
    def get(self, request: Request, webhook_id: int) -> Response:
        """By its id."""
        return Response(WebhookSerializer(_webhook_or_404(webhook_id)).data)

    @extend_schema(
        operation_id="webhooks_update",
        summary="Change a webhook",
        description="Name, address and kinds; what waits goes to the new address. Scope `webhooks:write`.",
        tags=["webhooks"],
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": WebhookWishSerializer},
        responses={200: WebhookSerializer, **REFUSALS},
    )
    def put(self, request: Request, webhook_id: int) -> Response:
        """All three."""
        endpoint, wish = _webhook_or_404(webhook_id), valid(WebhookWishSerializer, request.data)
        changed = change_webhook(actor=request.user, endpoint=endpoint, offered=_offered(request), **wish)
        return Response(WebhookSerializer(changed).data)

    @extend_schema(
        operation_id="webhooks_destroy",
        summary="Remove a webhook",
        description="With its deliveries. For IT admins. Scope `webhooks:write`.",
        tags=["webhooks"],
        parameters=[IDEMPOTENCY_KEY],
        responses={204: None, **ERRORS},
    )
    def delete(self, request: Request, webhook_id: int) -> Response:
        """For good."""
        remove_webhook(actor=request.user, endpoint=_webhook_or_404(webhook_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
