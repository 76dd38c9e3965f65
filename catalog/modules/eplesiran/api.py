"""The REST API of e-Plesiran: what is public needs no token, a person's own acts need one with a scope."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.modules.eplesiran.models import Destination, Event, Review
from catalog.modules.eplesiran.selectors.destinations import BY_NAME, NEAREST, Wanted, find_published, list_published
from catalog.modules.eplesiran.selectors.events import find_published_event, list_published_events
from catalog.modules.eplesiran.selectors.reviews import list_own, list_shown
from catalog.modules.eplesiran.serializers import (
    DestinationDetailSerializer,
    DestinationSerializer,
    EventSerializer,
    OwnReviewSerializer,
    ReviewInput,
    ReviewSerializer,
)
from catalog.modules.eplesiran.services.reviews import write_review
from catalog.modules.eplesiran.where import Origin, read_pair
from catalog.sdk.api import ERRORS, CursorPaging, ErrorEnvelope, HasScope
from catalog.sdk.context import local_now
from catalog.sdk.views import IDEMPOTENCY_KEY, Repeatable

TAG = "e-Plesiran"
PUBLIC_ERRORS = {code: ERRORS[code] for code in (400, 404, 429)}
REFUSALS = {409: ErrorEnvelope, 422: ErrorEnvelope}


class DestinationPaging(CursorPaging):
    """Nearest first where the request says near what, else by name."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The order that cursors are made of."""
        return ("distance_m", "pk") if request.query_params.get("near") else ("name", "pk")


class EventPaging(CursorPaging):
    """Earliest first."""

    ordering: Any = ("starts_at", "pk")


class ReviewPaging(CursorPaging):
    """Latest first."""

    ordering: Any = ("-written_at", "-pk")


def _near(request: Request) -> Origin | None:
    text = request.query_params.get("near", "")
    origin = read_pair(text)
    if text and origin is None:
        raise ValidationError({"near": [_("Isi lintang,bujur dalam derajat, misalnya -1.4,120.75.")]})
    return origin


def _choice(request: Request, name: str, allowed: list[str]) -> str:
    value = request.query_params.get(name, "")
    if value and value not in allowed:
        raise ValidationError({name: [_("Pilih salah satu: %(values)s.") % {"values": ", ".join(allowed)}]})
    return value


def _moment(request: Request, name: str) -> Any:
    text = request.query_params.get(name, "")
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError({name: [_("Isi waktu dengan zona, misalnya 2026-12-01T00:00:00+08:00.")]})
    return moment


@extend_schema(
    tags=[TAG],
    summary="List destinations",
    description="Published destinations by name, or nearest first with `near`. Public.",
    parameters=[
        OpenApiParameter("q", str, description="Words in name, summary or address."),
        OpenApiParameter("category", str, enum=Destination.Category.values),
        OpenApiParameter("district", str, description="Kecamatan code such as 72.02.05."),
        OpenApiParameter("open_now", bool, description="Only those open at this moment, local time."),
        OpenApiParameter("near", str, description="`lat,lng` in degrees: nearest first, with `distance_m`."),
    ],
    responses={200: DestinationSerializer(many=True), **PUBLIC_ERRORS},
)
class DestinationList(generics.ListAPIView):
    """Destinations with filters."""

    permission_classes: ClassVar = [HasScope]
    serializer_class = DestinationSerializer
    pagination_class = DestinationPaging

    def get_queryset(self) -> QuerySet[Destination]:
        """The published ones that fit."""
        params, origin = self.request.query_params, _near(self.request)
        return list_published(
            Wanted(
                text=params.get("q", "")[:100],
                category=_choice(self.request, "category", Destination.Category.values),
                district=params.get("district", ""),
                open_at=local_now() if params.get("open_now", "").lower() in {"1", "true"} else None,
                origin=origin,
                order=NEAREST if origin else BY_NAME,
            )
        )


class DestinationDetail(APIView):
    """One destination."""

    permission_classes: ClassVar = [HasScope]

    @extend_schema(
        tags=[TAG],
        summary="Read one destination",
        description="With hours, today's tariffs, facilities and photos. Public.",
        responses={200: DestinationDetailSerializer, **PUBLIC_ERRORS},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The published destination; 404 for any other."""
        return Response(DestinationDetailSerializer(find_published(slug), context={"request": request}).data)


@extend_schema(
    tags=[TAG],
    summary="List events",
    description="Published events, earliest first; without `from`, those that are not over. Public.",
    parameters=[
        OpenApiParameter("q", str, description="Words in title, description or place."),
        OpenApiParameter("from", OpenApiTypes.DATETIME, description="Events that end after this moment."),
        OpenApiParameter("to", OpenApiTypes.DATETIME, description="Events that begin before this moment."),
        OpenApiParameter("destination", str, description="Only at the destination with this slug."),
    ],
    responses={200: EventSerializer(many=True), **PUBLIC_ERRORS},
)
class EventList(generics.ListAPIView):
    """The calendar."""

    permission_classes: ClassVar = [HasScope]
    serializer_class = EventSerializer
    pagination_class = EventPaging

    def get_queryset(self) -> QuerySet[Event]:
        """The published ones that fit."""
        params = self.request.query_params
        found = list_published_events(
            text=params.get("q", "")[:100],
            ends_after=_moment(self.request, "from") or local_now(),
            starts_before=_moment(self.request, "to"),
        )
        slug = params.get("destination", "")
        return found.filter(destination=find_published(slug)) if slug else found


class EventDetail(APIView):
    """One event."""

    permission_classes: ClassVar = [HasScope]

    @extend_schema(
        tags=[TAG],
        summary="Read one event",
        description="Public.",
        responses={200: EventSerializer, **PUBLIC_ERRORS},
    )
    def get(self, request: Request, key: int) -> Response:
        """The published event; 404 for any other."""
        return Response(EventSerializer(find_published_event(key), context={"request": request}).data)


class ReviewList(Repeatable, generics.ListAPIView):
    """Reviews that the public sees, and writing one."""

    permission_classes: ClassVar = [HasScope]
    scopes: ClassVar = {"POST": "eplesiran:write"}
    serializer_class = ReviewSerializer
    pagination_class = ReviewPaging

    def get_queryset(self) -> QuerySet[Review]:
        """Shown reviews, of one destination if it is named."""
        slug = self.request.query_params.get("destination", "")
        return list_shown(destination=find_published(slug) if slug else None)

    @extend_schema(
        tags=[TAG],
        summary="List reviews",
        description="Reviews that moderators let the public see, latest first. Public.",
        parameters=[OpenApiParameter("destination", str, description="Only of the destination with this slug.")],
        responses={200: ReviewSerializer(many=True), **PUBLIC_ERRORS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The list."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        tags=[TAG],
        summary="Write a review",
        description=(
            "Scope `eplesiran:write`. One review per person and destination: writing again replaces it and, where the "
            "Pemda moderates first, sends it to the moderators again. Send `client_key` to make a repeat harmless."
        ),
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": ReviewInput},
        responses={201: OpenApiResponse(OwnReviewSerializer, description="Kept."), **ERRORS, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Keep the review of the token's person."""
        sent = ReviewInput(data=request.data)
        sent.is_valid(raise_exception=True)
        review = write_review(
            author=request.user,
            destination_id=find_published(sent.validated_data["destination"]).pk,
            rating=sent.validated_data["rating"],
            text=sent.validated_data["text"],
            client_key=sent.validated_data.get("client_key") or uuid.uuid4(),
        )
        return Response(OwnReviewSerializer(review).data, status=status.HTTP_201_CREATED)


@extend_schema(
    tags=[TAG],
    summary="List one's own reviews",
    description="Scope `eplesiran:read`. With the state and, where refused, the reason.",
    responses={200: OwnReviewSerializer(many=True), **ERRORS},
)
class OwnReviewList(generics.ListAPIView):
    """The reviews of the token's person."""

    permission_classes: ClassVar = [HasScope]
    scopes: ClassVar = {"GET": "eplesiran:read"}
    serializer_class = OwnReviewSerializer
    pagination_class = ReviewPaging
    queryset = Review.objects.none()

    def get_queryset(self) -> QuerySet[Review]:
        """Their own, whatever the state."""
        return list_own(person=self.request.user)
