"""The shapes of changing an activation: wishes, plans, and how an operation goes (Open Service Broker 2.17)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from adopsi.api.serializers import RunSerializer, RunStepSerializer
from provisioning.models import Run

REASON = "Stands in the run and the audit trail."
TOKEN = "The `token` of a plan that was read; 409 `plan_stale` names what differs since."  # noqa: S105 - no secret
ACTIONS = [(each, each) for each in ("enable", "resume", "park", "upgrade", "undo")]
IN_PROGRESS, SUCCEEDED, FAILED = "in progress", "succeeded", "failed"
STATES = [(each, each) for each in (IN_PROGRESS, SUCCEEDED, FAILED)]
STATE_OF_RUN = {Run.State.QUEUED: IN_PROGRESS, Run.State.RUNNING: IN_PROGRESS, Run.State.DONE: SUCCEEDED}


class AskSerializer(serializers.Serializer):
    """What every change takes."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=300, help_text=REASON)
    plan_token = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=4000, help_text=TOKEN, trim_whitespace=False
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample("Enable", value={"enabled": True, "reason": "SK Bupati 12/2026"}, request_only=True),
        OpenApiExample("Park with dependents", value={"enabled": False, "with_dependents": True}, request_only=True),
        OpenApiExample("Configure", value={"enabled": True, "settings": {"sla_days": 5}}, request_only=True),
    ]
)
class ActivationWishSerializer(AskSerializer):
    """What the module should be."""

    enabled = serializers.BooleanField(help_text="True: on. False: parked; its data stays, read-only.")
    settings = serializers.DictField(
        required=False, help_text="Settings to change; only for a module that is on and stays on."
    )
    with_dependents = serializers.BooleanField(
        required=False, default=False, help_text="Park the modules that need this one together with it."
    )


class ParkQuery(AskSerializer):
    """How to park, as query parameters: a DELETE has no body."""

    dry_run = serializers.BooleanField(required=False, default=False, help_text="Only plan; nothing is written.")
    with_dependents = serializers.BooleanField(
        required=False, default=False, help_text="Park the modules that need this one together with it."
    )


class DryRunQuery(serializers.Serializer):
    """Whether only to plan."""

    dry_run = serializers.BooleanField(required=False, default=False, help_text="Only plan; nothing is written.")


@extend_schema_serializer(examples=[OpenApiExample("Upgrade", value={"release": "1.2.0"}, request_only=True)])
class UpgradeWishSerializer(AskSerializer):
    """Which release the module should have."""

    release = serializers.CharField(max_length=20, help_text="Must be the `version` that the catalog offers.")


class UndoWishSerializer(AskSerializer):
    """Which run to take back."""

    operation = serializers.UUIDField(required=False, help_text="The run's id; without it the module's newest.")


class PlanModuleSerializer(serializers.Serializer):
    """A module that the operation touches, in order."""

    slug = serializers.CharField()
    version = serializers.CharField(help_text="On offer.")


class PlanTableSerializer(serializers.Serializer):
    """A table that the operation touches."""

    name = serializers.CharField()
    module = serializers.CharField()
    is_new = serializers.BooleanField()
    is_removed = serializers.BooleanField()
    columns_added = serializers.ListField(child=serializers.CharField())
    columns_removed = serializers.ListField(child=serializers.CharField())
    rows = serializers.IntegerField(allow_null=True, help_text="Rows it has now; null where it was not counted.")


class BlockerSerializer(serializers.Serializer):
    """A refusal that the operation would meet."""

    code = serializers.CharField()
    message = serializers.CharField()


PLAN_EXAMPLE = {
    "operation": "enable_module", "action": "enable", "pemda": "72.02", "module": "laksa",
    "modules": [{"slug": "laksa", "version": "1.0.0"}], "from_version": "", "to_version": "1.0.0",
    "tables": [
        {"name": "laksa_report", "module": "laksa", "is_new": True, "is_removed": False, "columns_added": [],
         "columns_removed": [], "rows": None}
    ],
    "rows_hidden": 0, "rows_deleted": 0, "roles_added": ["laksa.verifikator"], "roles_removed": [],
    "requirements": [], "dependents": [], "agreement": "PKS 119/12/2026", "blockers": [], "long_locks": [],
    "estimated_seconds": 0.4, "kept": [], "is_reversible": True, "park_days": 0, "token": "eJyr…",
}  # fmt: skip


@extend_schema_serializer(examples=[OpenApiExample("Plan of enabling", value=PLAN_EXAMPLE, response_only=True)])
class PlanSerializer(serializers.Serializer):
    """What an operation would do; computed without writing anything."""

    operation = serializers.CharField()
    action = serializers.ChoiceField(choices=ACTIONS)
    pemda = serializers.CharField()
    module = serializers.CharField()
    modules = PlanModuleSerializer(many=True)
    from_version = serializers.CharField(allow_blank=True)
    to_version = serializers.CharField(allow_blank=True)
    tables = PlanTableSerializer(many=True)
    rows_hidden = serializers.IntegerField(allow_null=True, help_text="Null where counting took too long.")
    rows_deleted = serializers.IntegerField(allow_null=True)
    roles_added = serializers.ListField(child=serializers.CharField())
    roles_removed = serializers.ListField(child=serializers.CharField())
    requirements = serializers.ListField(child=serializers.CharField(), help_text="Enabled together, before it.")
    dependents = serializers.ListField(child=serializers.CharField(), help_text="On, and in need of it.")
    agreement = serializers.CharField(allow_blank=True, help_text="Numbers of the PKS in force.")
    blockers = BlockerSerializer(many=True, help_text="The first is the one to mend first.")
    long_locks = PlanTableSerializer(many=True)
    estimated_seconds = serializers.FloatField(allow_null=True, help_text="Median of past runs.")
    kept = serializers.ListField(child=serializers.DictField())
    is_reversible = serializers.BooleanField()
    park_days = serializers.IntegerField()
    token = serializers.CharField(help_text="Send it back as `plan_token`.")


class AcceptedSerializer(RunSerializer):
    """The run that does what was asked; `operation` is its id, to ask `last_operation` with."""

    operation = serializers.CharField(source="pk", help_text="The run's id.")
    operation_name = serializers.CharField(source="operation", help_text="Such as `enable_module`.")
    last_operation_url = serializers.SerializerMethodField(help_text="Ask here until `state` is not `in progress`.")

    class Meta(RunSerializer.Meta):
        fields = (*RunSerializer.Meta.fields, "operation_name", "last_operation_url")
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_last_operation_url(self, run: Run) -> str:
        """The operation's own address in the broker's shape."""
        request: HttpRequest = self.context["request"]
        path = f"/api/v1/activations/{run.subject}/last_operation/?operation={run.pk}"
        return request.build_absolute_uri(path)


class LastOperationQuery(serializers.Serializer):
    """Which operation."""

    operation = serializers.UUIDField(required=False, help_text="From the 202; without it the module's newest.")


LAST_EXAMPLE = {
    "operation": "0b7c…", "operation_name": "enable_module", "state": "in progress",
    "description": "Membuat tabel dan data awal", "error_code": "", "undo_until": None,
    "steps": [
        {"name": "check", "title": "Memeriksa syarat modul", "state": "done", "detail": "", "milliseconds": 4},
        {"name": "tables", "title": "Membuat tabel dan data awal", "state": "running", "detail": "",
         "milliseconds": None},
    ],
}  # fmt: skip


@extend_schema_serializer(examples=[OpenApiExample("At work", value=LAST_EXAMPLE, response_only=True)])
class LastOperationSerializer(serializers.Serializer):
    """How an operation goes, in the broker's three states."""

    operation = serializers.CharField(source="pk", help_text="The run's id.")
    operation_name = serializers.CharField(source="operation")
    state = serializers.SerializerMethodField()
    description = serializers.SerializerMethodField(help_text="For people: the step at work, or why it failed.")
    error_code = serializers.CharField(allow_blank=True)
    undo_until = serializers.DateTimeField(allow_null=True, help_text="Until when it can be taken back.")
    steps = RunStepSerializer(many=True)

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, run: Run) -> str:
        """`in progress`, `succeeded` or `failed`."""
        return STATE_OF_RUN.get(Run.State(run.state), FAILED)

    def get_description(self, run: Run) -> str:
        """The error, else the title of the step at work, else that of the run."""
        if run.error:
            return run.error_in_words
        running = next((step.title for step in run.steps.all() if step.state == "running"), "")
        return running or run.title


def plan_as_data(plan: Any) -> dict[str, Any]:
    """The plan as the document says."""
    return dict(PlanSerializer(plan.as_json()).data)
