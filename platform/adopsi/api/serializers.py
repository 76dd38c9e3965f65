"""The shapes of the house's own resources."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from adopsi.api.selectors import MODULE_STATES, OfferedModule
from catalog.manifest import Dimension, Kind
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.models import Run, RunStep

DIMENSIONS = [(each.value, each.value) for each in Dimension]
KINDS = [(each.value, each.value) for each in Kind]


class CatalogQuery(serializers.Serializer):
    """Filters of the catalog."""

    q = serializers.CharField(required=False, max_length=100, help_text="Words in slug, title or summary.")
    dimension = serializers.ChoiceField(choices=DIMENSIONS, required=False, help_text="A dimension of 100 Smart City.")
    kind = serializers.ChoiceField(choices=KINDS, required=False, help_text="For citizens or for staff.")
    state = serializers.ChoiceField(
        choices=MODULE_STATES, required=False, help_text="In this Pemda; `off` was never enabled."
    )


class ActivationQuery(serializers.Serializer):
    """Filters of the activations."""

    state = serializers.ChoiceField(choices=Activation.State.choices, required=False, help_text="`active` or `parked`.")


class RequirementSerializer(serializers.Serializer):
    """Another module with the versions that fit."""

    slug = serializers.CharField()
    versions = serializers.CharField(help_text="A PEP 440 range such as `>=1.2,<2`.")


class RoleSerializer(serializers.Serializer):
    """What a person may be in the module."""

    key = serializers.CharField(help_text="Such as `laksa.verifikator`.")
    title = serializers.CharField()
    summary = serializers.CharField()
    whole_pemda = serializers.BooleanField(help_text="Given for the whole Pemda rather than for an OPD.")


class ChangeSerializer(serializers.Serializer):
    """One version of the changelog."""

    version = serializers.CharField()
    date = serializers.CharField(help_text="ISO 8601.")
    notes = serializers.ListField(child=serializers.CharField())


class PersonalDataSerializer(serializers.Serializer):
    """Data about people which the module keeps (UU 27/2022)."""

    model = serializers.CharField()
    fields_kept = serializers.ListField(child=serializers.CharField(), source="fields")
    purpose = serializers.CharField()
    legal_basis = serializers.CharField()
    retention_days = serializers.IntegerField()
    is_specific = serializers.BooleanField(help_text="Specific personal data in the law's sense.")


class CatalogModuleSerializer(serializers.Serializer):
    """A module of the catalog, and its state in this Pemda. Texts are in the language of the request."""

    slug = serializers.CharField(source="manifest.slug")
    title = serializers.CharField(source="manifest.title")
    summary = serializers.CharField(source="manifest.summary")
    version = serializers.CharField(source="manifest.version", help_text="On offer.")
    dimension = serializers.ChoiceField(choices=DIMENSIONS, source="manifest.dimension")
    kind = serializers.ChoiceField(choices=KINDS, source="manifest.kind")
    owner_opd = serializers.CharField(source="manifest.owner_opd", help_text="The OPD that looks after it.")
    requires = RequirementSerializer(source="manifest.requires", many=True)
    state = serializers.ChoiceField(choices=MODULE_STATES, help_text="In this Pemda; `off` was never enabled.")
    active_version = serializers.CharField(allow_blank=True, help_text="In this Pemda; empty where it is `off`.")


class CatalogModuleDetailSerializer(CatalogModuleSerializer):
    """A module with all that its manifest says."""

    description = serializers.CharField(source="manifest.description")
    optional = RequirementSerializer(source="manifest.optional", many=True)
    conflicts = RequirementSerializer(source="manifest.conflicts", many=True)
    roles = RoleSerializer(source="manifest.roles", many=True)
    personal_data = PersonalDataSerializer(source="manifest.personal_data", many=True)
    changelog = ChangeSerializer(source="manifest.changelog", many=True)
    scopes = serializers.SerializerMethodField(help_text="Scopes that tokens may carry where the module is active.")
    settings_schema = serializers.SerializerMethodField(help_text="JSON Schema (2020-12) of its settings.")

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_scopes(self, offer: OfferedModule) -> dict[str, str]:
        """Scope and what it allows."""
        return {scope: str(text) for scope, text in offer.manifest.api_scopes.items()}

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_settings_schema(self, offer: OfferedModule) -> dict[str, Any]:
        """As the manifest states it."""
        return dict(offer.manifest.settings_schema)


class ActivationSerializer(serializers.ModelSerializer):
    """A module that is or was on in this Pemda."""

    title = serializers.SerializerMethodField(help_text="In the language of the request.")
    settings = serializers.SerializerMethodField(help_text="What this Pemda set, over the module's defaults.")

    class Meta:
        model = Activation
        fields = (
            "slug",
            "title",
            "state",
            "version",
            "settings",
            "enabled_at",
            "parked_at",
            "purge_after",
            "updated_at",
        )
        read_only_fields = fields

    def get_title(self, activation: Activation) -> str:
        """The module's title."""
        return str(get_manifest(activation.slug).title)

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_settings(self, activation: Activation) -> dict[str, Any]:
        """All settings with their values."""
        return {**get_manifest(activation.slug).defaults(), **activation.settings}


class RunStepSerializer(serializers.ModelSerializer):
    """One step of a run."""

    title = serializers.CharField(help_text="In the language of the request.")
    detail = serializers.CharField(source="detail_in_words", help_text="What it did, in the language of the request.")
    milliseconds = serializers.IntegerField(allow_null=True, help_text="How long it took; null until it ended.")

    class Meta:
        model = RunStep
        fields = ("name", "title", "state", "detail", "milliseconds")
        read_only_fields = fields


class RunSerializer(serializers.ModelSerializer):
    """One execution of an operation on this Pemda, with its steps."""

    title = serializers.CharField(help_text="In the language of the request.")
    error = serializers.CharField(source="error_in_words", help_text="In the language of the request; may be empty.")
    module = serializers.CharField(source="subject", allow_blank=True, help_text="The module's slug; may be empty.")
    steps = RunStepSerializer(many=True)
    url = serializers.SerializerMethodField(help_text="Ask here until `state` is `done` or `failed`.")

    class Meta:
        model = Run
        fields: tuple[str, ...] = (
            "id",
            "url",
            "operation",
            "title",
            "module",
            "state",
            "reason",
            "requested_by",
            "error_code",
            "error",
            "created_at",
            "started_at",
            "finished_at",
            "steps",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, run: Run) -> str:
        """The run's own address."""
        request: HttpRequest = self.context["request"]
        return request.build_absolute_uri(f"/api/v1/runs/{run.pk}/")
