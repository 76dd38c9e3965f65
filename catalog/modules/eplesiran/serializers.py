"""What the API says and takes; field names are English, codes as in the database."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.modules.eplesiran.hours import opening_of, tariffs_on
from catalog.modules.eplesiran.models import Destination, DestinationPhoto, Event, OpeningHours, Review, Tariff
from catalog.modules.eplesiran.selectors.reviews import public_name
from catalog.modules.eplesiran.services.reviews import LONGEST, SHORTEST
from catalog.sdk.context import local_now, local_today
from catalog.sdk.places import label_of


class PhotoSerializer(serializers.ModelSerializer):
    """A photo of a destination."""

    url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = DestinationPhoto
        fields: ClassVar = ["url", "thumbnail_url", "caption"]

    def get_url(self, photo: DestinationPhoto) -> str:
        """The picture, at most 1600 pixels."""
        return self.context["request"].build_absolute_uri(photo.attachment.get_absolute_url())

    def get_thumbnail_url(self, photo: DestinationPhoto) -> str:
        """The picture, at most 480 pixels."""
        return self.context["request"].build_absolute_uri(photo.attachment.thumbnail_url)


class HoursSerializer(serializers.ModelSerializer):
    """One open day of the week, local time; 00:00 to 23:59 means around the clock."""

    weekday = serializers.IntegerField(help_text="0 is Monday.")

    class Meta:
        model = OpeningHours
        fields: ClassVar = ["weekday", "opens", "closes"]


class TariffSerializer(serializers.ModelSerializer):
    """What one kind of visitor or vehicle pays today, in whole rupiah."""

    class Meta:
        model = Tariff
        fields: ClassVar = ["label", "amount", "valid_from", "valid_until"]


class DestinationSerializer(serializers.ModelSerializer):
    """A destination in a list."""

    summary = serializers.CharField(help_text="In the language of the request.")
    url = serializers.SerializerMethodField()
    photo = serializers.SerializerMethodField()
    is_open_now = serializers.SerializerMethodField()
    rating_average = serializers.SerializerMethodField()
    rating_count = serializers.IntegerField()
    distance_m = serializers.SerializerMethodField(help_text="Metres from `near`; null without it.")

    class Meta:
        model = Destination
        fields: ClassVar = [
            "slug", "name", "category", "summary", "latitude", "longitude", "district_code", "village_code",
            "address", "condition", "last_verified_on", "is_open_now", "rating_average", "rating_count",
            "distance_m", "photo", "url",
        ]  # fmt: skip

    def get_url(self, row: Destination) -> str:
        """The page for people."""
        return self.context["request"].build_absolute_uri(row.get_absolute_url())

    @extend_schema_field(PhotoSerializer(allow_null=True))
    def get_photo(self, row: Destination) -> dict[str, Any] | None:
        """The first photo."""
        first = next(iter(row.photos.all()), None)
        return PhotoSerializer(first, context=self.context).data if first else None

    def get_is_open_now(self, row: Destination) -> bool:
        """Whether it is open at this moment, by local time."""
        return opening_of(row, local_now()).is_open

    def get_rating_average(self, row: Destination) -> float | None:
        """From 1 to 5; null without reviews."""
        return round(row.rating_average, 2) if row.rating_count else None

    def get_distance_m(self, row: Destination) -> int | None:
        """Whole metres."""
        return getattr(row, "distance_m", None)


class DestinationDetailSerializer(DestinationSerializer):
    """A destination with all that its page shows."""

    description = serializers.CharField(help_text="In the language of the request.")
    area = serializers.SerializerMethodField()
    hours = HoursSerializer(many=True)
    tariffs = serializers.SerializerMethodField()
    photos = PhotoSerializer(many=True)
    facilities = serializers.ListField(child=serializers.CharField())

    class Meta(DestinationSerializer.Meta):
        fields: ClassVar = [
            *DestinationSerializer.Meta.fields, "description", "area", "condition_note", "phone", "website",
            "facilities", "hours", "tariffs", "photos",
        ]  # fmt: skip

    def get_area(self, row: Destination) -> str:
        """Kelurahan or desa and kecamatan in words."""
        return label_of(row.village_code or row.district_code)

    @extend_schema_field(TariffSerializer(many=True))
    def get_tariffs(self, row: Destination) -> list[dict[str, Any]]:
        """Those that hold today."""
        return TariffSerializer(tariffs_on(row, local_today()), many=True).data


class EventSerializer(serializers.ModelSerializer):
    """An event of the calendar."""

    destination = serializers.SerializerMethodField(help_text="The destination's slug; null elsewhere.")
    place = serializers.CharField(source="place_text")
    photo_url = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields: ClassVar = [
            "id", "title", "description", "destination", "place", "starts_at", "ends_at", "photo_url", "url",
        ]  # fmt: skip

    def get_destination(self, row: Event) -> str | None:
        """The slug where the destination is published."""
        return row.destination.slug if row.destination and row.destination.is_published else None

    def get_photo_url(self, row: Event) -> str | None:
        """The picture."""
        return self.context["request"].build_absolute_uri(row.photo.get_absolute_url()) if row.photo else None

    def get_url(self, row: Event) -> str:
        """The page for people."""
        return self.context["request"].build_absolute_uri(row.get_absolute_url())


class ReviewSerializer(serializers.ModelSerializer):
    """A review that the public sees; its author by first name and initial only."""

    destination = serializers.CharField(source="destination.slug")
    author = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields: ClassVar = ["id", "destination", "author", "rating", "text", "written_at"]

    def get_author(self, row: Review) -> str:
        """First name and initial."""
        return public_name(row)


class OwnReviewSerializer(serializers.ModelSerializer):
    """One's own review with what became of it."""

    destination = serializers.CharField(source="destination.slug")

    class Meta:
        model = Review
        fields: ClassVar = ["id", "destination", "rating", "text", "state", "reason", "written_at"]


class ReviewInput(serializers.Serializer):
    """A review to write; a second one of the same destination replaces the first."""

    destination = serializers.SlugField(help_text="The destination's slug.")
    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(min_length=SHORTEST, max_length=LONGEST)
    client_key = serializers.UUIDField(required=False, help_text="Your own key: sent twice, it is one review.")
