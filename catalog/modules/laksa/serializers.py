"""What the API says of categories and reports, and what it takes for a new one."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.modules.laksa.models import Category, Report
from catalog.modules.laksa.presenters import public_point, reporter_for_public
from catalog.modules.laksa.selectors import list_messages
from catalog.modules.laksa.services.history import UNSEEN
from catalog.modules.laksa.states import Stage


class CategorySerializer(serializers.ModelSerializer):
    """A category that reports can be filed under."""

    name = serializers.CharField(help_text="In the language of the request.")
    opd = serializers.CharField(source="opd.short_name", default="", help_text="The OPD that usually answers.")

    class Meta:
        model = Category
        fields = ("code", "name", "name_id", "name_en", "opd")


class ReportSerializer(serializers.ModelSerializer):
    """A report as everybody may read it; its own reporter gets the exact point."""

    stage = serializers.ChoiceField(choices=Stage.choices, help_text="The stage that citizens see.")
    category = serializers.CharField(source="category.code")
    opd = serializers.CharField(
        source="opd.short_name", default="", help_text="Empty until the report is handed to an OPD."
    )
    reporter = serializers.SerializerMethodField(help_text="First name and initial, or the word for anonymous.")
    latitude = serializers.SerializerMethodField(help_text="Rounded to about 100 m, except in one's own reports.")
    longitude = serializers.SerializerMethodField(help_text="Rounded to about 100 m, except in one's own reports.")
    is_mine = serializers.SerializerMethodField(help_text="Whether the token's person sent it.")

    class Meta:
        model = Report
        fields: ClassVar[tuple[str, ...]] = (
            "number",
            "kind",
            "category",
            "title",
            "stage",
            "state",
            "opd",
            "reporter",
            "is_mine",
            "district_code",
            "village_code",
            "latitude",
            "longitude",
            "rating",
            "created_at",
            "answered_at",
            "closed_at",
        )

    def _is_mine(self, report: Report) -> bool:
        person = self.context["request"].user
        return report.reporter_id is not None and report.reporter_id == person.pk

    def _point(self, report: Report) -> tuple[float | None, float | None]:
        if self._is_mine(report):
            return report.latitude, report.longitude
        return public_point(report) or (None, None)

    def get_reporter(self, report: Report) -> str:
        """Never the full name."""
        return reporter_for_public(report)

    def get_latitude(self, report: Report) -> float | None:
        """Degrees, WGS84."""
        return self._point(report)[0]

    def get_longitude(self, report: Report) -> float | None:
        """Degrees, WGS84."""
        return self._point(report)[1]

    def get_is_mine(self, report: Report) -> bool:
        """Whether the token's person sent it."""
        return self._is_mine(report)


class AnswerSerializer(serializers.Serializer):
    """A message of the conversation."""

    text = serializers.CharField()
    is_staff = serializers.BooleanField(help_text="Written by the office.")
    is_answer = serializers.BooleanField(help_text="The office's public answer.")
    opd = serializers.CharField(source="opd.short_name", default="")
    created_at = serializers.DateTimeField()


class StepSerializer(serializers.Serializer):
    """One step of the history."""

    state = serializers.CharField(source="to_state")
    at = serializers.DateTimeField()


class PhotoSerializer(serializers.Serializer):
    """A photo's addresses, readable by those who may read the report."""

    kind = serializers.CharField(help_text="`sebelum` of the problem, `sesudah` of what was done.")
    url = serializers.CharField(source="attachment.get_absolute_url")
    thumbnail_url = serializers.CharField(source="attachment.thumbnail_url")


class ReportDetailSerializer(ReportSerializer):
    """A report with its text, history, answers and photos; its own reporter gets the whole conversation."""

    address = serializers.SerializerMethodField(help_text="In one's own reports only.")
    messages = serializers.SerializerMethodField()
    history = serializers.SerializerMethodField()
    photos = serializers.SerializerMethodField()

    class Meta(ReportSerializer.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            *ReportSerializer.Meta.fields,
            "description",
            "address",
            "messages",
            "history",
            "photos",
        )

    def get_address(self, report: Report) -> str:
        """Where the reporter says it is; others read kelurahan and kecamatan."""
        return report.address if self._is_mine(report) else ""

    @extend_schema_field(AnswerSerializer(many=True))
    def get_messages(self, report: Report) -> Any:
        """The office's answers, or to the reporter the whole conversation."""
        return AnswerSerializer(list_messages(report, for_public=not self._is_mine(report)), many=True).data

    @extend_schema_field(StepSerializer(many=True))
    def get_history(self, report: Report) -> Any:
        """The steps, without what officers and the clock note for each other."""
        return StepSerializer(report.transitions.exclude(kind__in=UNSEEN), many=True).data

    @extend_schema_field(PhotoSerializer(many=True))
    def get_photos(self, report: Report) -> Any:
        """Photos before and after."""
        return PhotoSerializer(report.photos.all(), many=True).data


class NewReportSerializer(serializers.Serializer):
    """A report to file; give a point, or a kecamatan with or without kelurahan."""

    kind = serializers.ChoiceField(choices=Report.Kind.choices, default=Report.Kind.COMPLAINT)
    category = serializers.SlugField(help_text="The code of a category.")
    title = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=4000)
    latitude = serializers.FloatField(required=False, min_value=-90, max_value=90)
    longitude = serializers.FloatField(required=False, min_value=-180, max_value=180)
    district_code = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=8, help_text="Such as 72.02.01."
    )
    village_code = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=13, help_text="Such as 72.02.01.1001."
    )
    address = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    is_anonymous = serializers.BooleanField(required=False, default=False)
    is_confidential = serializers.BooleanField(required=False, default=False)
    client_key = serializers.UUIDField(
        required=False, help_text="Your own key: sending it again returns the first report instead of making another."
    )


@extend_schema_field({"type": "array", "items": {"type": "string", "format": "binary"}})
class FilesField(serializers.ListField):
    """Files of a form, which the document would take for addresses."""

    child = serializers.FileField()


class NewReportWithPhotosSerializer(NewReportSerializer):
    """A report to file as a form, which can hold files; JSON cannot."""

    photos = FilesField(required=False, default=list, help_text="JPEG, PNG or WebP, up to 10 MB each.")
