"""The API and its document."""

from __future__ import annotations

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "catalog.sdk.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "catalog.sdk.api.CursorPaging",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "adopsi.api.names.NamedByModule",
    "EXCEPTION_HANDLER": "adopsi.api.errors.conflict_envelope",
    "PAGE_SIZE": 25,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Adopsi API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["adopsi.api.schema.keep_active_modules"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "adopsi.api.schema.complete_document",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ModuleState": "adopsi.api.selectors.MODULE_STATES",
        "ModuleKind": "adopsi.api.serializers.KINDS",
        "ActivationState": "catalog.models.Activation.State",
        "WebhookState": "tenants.webhooks.models.Endpoint.State",
        "RunState": "provisioning.models.Run.State",
        "StepState": "provisioning.models.RunStep.State",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
