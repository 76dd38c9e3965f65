"""What views of the API are made of, and how sending a request twice does it once.

Apart from `catalog.sdk.api`, which the settings of `rest_framework.views` name while that is being imported.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants.idempotency.errors import StillAnswering
from tenants.idempotency.models import KeptAnswer
from tenants.idempotency.services import give_key_back, keep_answer, take_key

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
KEPT_HEADERS = ("Content-Type", "Location")

# For @extend_schema(parameters=[IDEMPOTENCY_KEY]).
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description=(
        "Up to 80 visible ASCII characters, such as a UUID; yours for 24 hours. The same key with the same request gives "
        "the first answer again, with `Idempotency-Replayed: true`; with another request it is 422 "
        "`idempotency_key_reused`; while the first is being worked on, 409 `idempotency_in_progress`. Refusals are not "
        "kept: they changed nothing, so the request may be sent again."
    ),
)


class AlreadyAnswered(Exception):
    """The request was done before; it carries the answer."""

    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__(kept.key)
        self.kept = kept


class Repeatable:
    """Lets a view's writes be sent twice: act and answer are written in one transaction, under the caller's key.

    Whoever sends it must be allowed to, each time: the key is looked up after token, scope and role.
    """

    # The key of a request that is being done for the first time.
    _taken: KeptAnswer | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As Django REST framework does, in one transaction where a key was sent."""
        if request.method in SAFE_METHODS or HEADER not in request.headers:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        with transaction.atomic():
            response: Any = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            if self._taken and 200 <= response.status_code < 300:
                _keep(self._taken, response)
            elif self._taken:
                give_key_back(row=self._taken)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look the key up once the caller is known and allowed."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if request.method in SAFE_METHODS or HEADER not in request.headers or not request.user.is_authenticated:
            return
        row = take_key(person=request.user, key=request.headers[HEADER], digest=digest_of(request))
        if row.status != KeptAnswer.NONE:
            raise AlreadyAnswered(row)
        self._taken = row

    def handle_exception(self, exc: Exception) -> HttpResponseBase:
        """The kept answer, or what Django REST framework makes of the error."""
        if isinstance(exc, AlreadyAnswered):
            return _again(exc.kept)
        response: HttpResponseBase = super().handle_exception(exc)  # type: ignore[misc]
        if isinstance(exc, StillAnswering):
            response["Retry-After"] = "1"
        return response


class ApiView(Repeatable, APIView):
    """A view of the API."""


def _keep(row: KeptAnswer, response: HttpResponse) -> None:
    if isinstance(response, Response):
        response.render()
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    keep_answer(row=row, status=response.status_code, headers=headers, body=response.content.decode())


def _again(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(kept.body or "", status=kept.status, headers={**kept.headers, REPLAYED: "true"})
    if "Content-Type" not in kept.headers:
        # An answer without a body has none.
        del response["Content-Type"]
    return response


def digest_of(request: Request) -> str:
    """The SHA-256 of all that is asked for; a form's boundary, which differs each time, is not part of it."""
    content = {"what": f"{request.method} {request.get_full_path()}", "body": _plain(request.data)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _plain(data: Any) -> Any:
    if hasattr(data, "lists"):
        return {name: [_plain(value) for value in values] for name, values in data.lists()}
    if isinstance(data, UploadedFile):
        seen = hashlib.sha256()
        for chunk in data.chunks():
            seen.update(chunk)
        data.seek(0)
        return [data.name, seen.hexdigest()]
    return data
