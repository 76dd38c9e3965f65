"""What Open311's addresses refuse, in the specification's shape: a list of `code` and `description`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.response import Response

from catalog.sdk.api import error_envelope
from catalog.sdk.errors import DomainError

# The specification knows 400, 403 and 404; a key that is missing or wrong is 403 there.
SPOKEN = {status.HTTP_401_UNAUTHORIZED: 403, status.HTTP_409_CONFLICT: 400, status.HTTP_422_UNPROCESSABLE_ENTITY: 400}


class UnknownFormat(DomainError):
    """Answers are JSON or XML."""

    code = "unknown_format"
    message = gettext_lazy("Format tidak dikenal; gunakan .json atau .xml.")
    http_status = 400


class UnknownJurisdiction(DomainError):
    """The `jurisdiction_id` is of another Pemda than the host."""

    code = "unknown_jurisdiction"
    http_status = 404

    def __init__(self, own: str) -> None:
        super().__init__(_("jurisdiction_id tidak dikenal di sini; yang berlaku %(own)s.") % {"own": own})


class UnknownService(DomainError):
    """No category in use has this code."""

    code = "unknown_service"
    message = gettext_lazy("service_code tidak dikenal.")
    http_status = 404


class UnknownRequest(DomainError):
    """No report that the caller may read has this number."""

    code = "unknown_request"
    message = gettext_lazy("service_request_id tidak dikenal.")
    http_status = 404


class BadParameter(DomainError):
    """A parameter is missing or does not fit."""

    code = "bad_parameter"
    http_status = 400

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}", field=name)


def georeport_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler for these addresses."""
    response = error_envelope(error, context)
    if response is None:
        return None
    body = response.data["error"]
    texts = [f"{name}: {text}" for name, found in body.get("fields", {}).items() for text in found]
    named = isinstance(error, DomainError) or not texts
    code = SPOKEN.get(response.status_code, response.status_code)
    response.status_code = code
    response.data = [{"code": code, "description": text} for text in ([body["message"]] if named else texts)]
    return response
