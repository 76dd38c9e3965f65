"""The OpenAPI document of one Pemda: only what answers there, its own address, and the errors of every operation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from adopsi.api.scopes import HOUSE_SCOPES
from catalog.activations import active_manifests, is_active
from catalog.sdk.api import STATUS_CODES
from catalog.sdk.views import HEADER
from provisioning.errors import CONFLICT_CODES
from tenants.context import current_place

Endpoint = tuple[str, str, str, Any]
ENVELOPE = {"$ref": "#/components/schemas/ErrorEnvelope"}
ALWAYS = {
    "401": "No token, or one that is unknown here, revoked or expired (`not_authenticated`).",
    "403": "The token lacks the scope, or the person the role (`not_allowed`).",
    "404": "Not found, or the module is not active in this Pemda (`not_found`).",
    "429": "Too many calls; `Retry-After` says how many seconds to wait (`throttled`).",
    "503": "Too much at once in this Pemda (`busy`, with `Retry-After`), or the module waits for its upgrade"
    " (`module_in_maintenance`).",
}
WITH_INPUT = {"400": "A parameter or field does not fit; `fields` names each (`invalid`)."}
WITH_KEY = {
    "409": "The city's rules refuse it as things stand, or the same key is being answered now"
    " (`idempotency_in_progress`).",
    "422": "It is well-formed but cannot be, or the key stands for another request (`idempotency_key_reused`).",
}
WITH_BODY = {"415": "The body's media type is not understood (`unsupported_media_type`)."}
OTHERS = {
    "200": "Done.",
    "201": "Made.",
    "202": "Accepted; the run says how it goes.",
    "204": "Done; the answer is empty.",
    "409": "The city's rules refuse it as things stand; `code` says which rule.",
    "413": "A file is too large.",
    "422": "What was sent is well-formed but cannot be; `code` says why.",
}
CONFLICT_EXAMPLES = {"409": "run_under_way", "503": "module_in_maintenance"}
DESCRIPTION = (
    "Every call acts as a person of this Pemda, by a token (`Authorization: Bearer adp_…`) that its IT admin issues in the "
    "console, limited to scopes. A token of another Pemda is unknown here. Lists are paged by cursor. Every error has the "
    "shape of `ErrorEnvelope`. Writes take an `Idempotency-Key`, so that sending one twice does it once. Each answer tells "
    "in `RateLimit` how many calls the token has left at the moment and in `RateLimit-Policy` how many it gets. Send the cookie `bahasa=en` for texts in English."
)


def keep_active_modules(endpoints: list[Endpoint], **_options: Any) -> list[Endpoint]:
    """drf-spectacular's preprocessing hook: a module that is off in the active Pemda is not documented there."""
    place = current_place()
    if place is None or place.pemda is None:
        return endpoints
    code = place.pemda.code
    return [endpoint for endpoint in endpoints if _is_documented(endpoint[3], code)]


def _is_documented(view: Any, code: str) -> bool:
    slug = getattr(view, "module_slug", None)
    return slug is None or is_active(slug, code)


def complete_document(result: dict[str, Any], request: HttpRequest | None, **_options: Any) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: address, tags, and every error that an operation may answer."""
    result["info"]["description"] = DESCRIPTION
    pemda = getattr(request, "pemda", None)
    if pemda is not None:
        result["info"]["title"] = f"Adopsi API · {pemda.display_name}"
        result["servers"] = [{"url": pemda.base_url}]
        result["tags"] = _tags(pemda.code)
    for path, operations in result["paths"].items():
        for operation in operations.values():
            # One group for each part of the API, whatever its author called it.
            operation["tags"] = [path.split("/")[3]]
            _document_errors(operation)
    return result


def _tags(code: str) -> list[dict[str, str]]:
    house = [
        {"name": "catalog", "description": str(HOUSE_SCOPES["catalog:read"])},
        {"name": "activations", "description": str(HOUSE_SCOPES["activations:write"])},
        {"name": "runs", "description": str(HOUSE_SCOPES["activations:read"])},
        {"name": "webhooks", "description": str(HOUSE_SCOPES["webhooks:write"])},
    ]
    return house + [{"name": each.slug, "description": str(each.summary)} for each in active_manifests(code)]


def _document_errors(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    wanted = dict(ALWAYS)
    if operation.get("parameters") or "requestBody" in operation:
        wanted |= WITH_INPUT
    if "requestBody" in operation:
        wanted |= WITH_BODY
    if any(parameter["name"] == HEADER for parameter in operation.get("parameters", ())):
        wanted |= WITH_KEY
    for status, text in (OTHERS | ALWAYS | WITH_INPUT | WITH_BODY | wanted).items():
        if status in wanted:
            responses.setdefault(status, {"content": {"application/json": {"schema": ENVELOPE}}})
        if status in responses and not responses[status].get("description"):
            responses[status]["description"] = text
        if status in responses and status >= "400":
            responses[status]["content"]["application/json"]["example"] = _example(status)
    operation["responses"] = dict(sorted(responses.items()))


def _example(status: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"fields": {"enabled": ["…"]}} if status in ("400", "422") else {}
    code = CONFLICT_EXAMPLES.get(status) or STATUS_CODES.get(int(status), "refused")
    conflict = {"error": CONFLICT_CODES[code]} if code in CONFLICT_CODES else {}
    return {"error": {"code": code, **conflict, "message": "…", **fields}}
