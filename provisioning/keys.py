"""Idempotency keys: in a Pemda a key stands for one request, whole; sent again it is not done again."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from provisioning.errors import IdempotencyKeyReused
from provisioning.models import AnsweredRequest, Run
from tenants.router import PUBLIC


class RequestKey(NamedTuple):
    """A key with the SHA-256 of everything that was asked for with it; no text, no promise."""

    text: str = ""
    digest: str = ""


NO_KEY = RequestKey()


def key_of_request(text: str, **request: Any) -> RequestKey:
    """The key for this request: operation, module, arguments, settings, plan and reason."""
    if not text:
        return NO_KEY
    content = json.dumps(request, sort_keys=True, ensure_ascii=False, default=str)
    return RequestKey(text, hashlib.sha256(content.encode()).hexdigest())


def find_run(*, pemda_code: str, key: RequestKey) -> Run | None:
    """The run that was asked for with this key; raises `IdempotencyKeyReused` where that was another request."""
    if not key.text:
        return None
    run = Run.objects.filter(pemda_code=pemda_code, idempotency_key=key.text).first()
    if run is not None:
        refuse_another(run, key)
    return run


def refuse_another(run: Run, key: RequestKey) -> None:
    """Raise `IdempotencyKeyReused` where the run has this key for another request."""
    if key.text and run.idempotency_key == key.text and run.request_digest != key.digest:
        raise IdempotencyKeyReused


def is_answered(*, pemda_code: str, key: RequestKey) -> bool:
    """Whether this request was answered without a run; raises `IdempotencyKeyReused` where that was another request."""
    if not key.text:
        return False
    known = AnsweredRequest.objects.filter(pemda_code=pemda_code, idempotency_key=key.text).first()
    if known is not None and known.request_digest != key.digest:
        raise IdempotencyKeyReused
    return known is not None


def note_answer(*, pemda_code: str, key: RequestKey) -> bool:
    """Keep in mind that the request is answered without a run; False where somebody did so a moment ago."""
    if not key.text:
        return True
    row = AnsweredRequest(pemda_code=pemda_code, idempotency_key=key.text, request_digest=key.digest)
    try:
        with transaction.atomic(using=PUBLIC):
            row.save(force_insert=True)
    except IntegrityError:
        return not is_answered(pemda_code=pemda_code, key=key)
    return True
