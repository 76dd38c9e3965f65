"""Log lines: one event each, with the Pemda it belongs to and without anybody's personal data or secrets."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from adopsi.redaction import redact
from tenants.context import current_place, request_id

# Set by the outermost middleware: what a line can say of its request is asked only when there is a line.
current_request: ContextVar[HttpRequest | None] = ContextVar("adopsi_request", default=None)


class LineFormatter(logging.Formatter):
    """`2026-11-22 14:30:00 INFO pemda_7202 adopsi.refusals refused code=…`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(place)s %(marker)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted; a traceback follows on lines of its own."""
        place = current_place()
        record.place = place.schema_name if place else "-"
        record.marker = request_id.get()[:8] or "-"
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, message, and of its request id, pemda, route, person's key."""

    def format(self, record: logging.LogRecord) -> str:
        """The object, every text in it redacted."""
        place, pemda = current_place(), getattr(current_place(), "pemda", None)
        event: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
            "request_id": request_id.get() or None,
            "pemda": pemda.code if pemda else None,
            "place": place.schema_name if place else None,
            **_of_request(),
        }
        if record.exc_info:
            event["exception"] = redact(self.formatException(record.exc_info))
        if record.stack_info:
            event["stack"] = redact(record.stack_info)
        return json.dumps({name: value for name, value in event.items() if value is not None}, ensure_ascii=False)


def _of_request() -> dict[str, Any]:
    request = current_request.get()
    if request is None:
        return {}
    match = getattr(request, "resolver_match", None)
    # Only a person that the request has looked up already: a log line must not query.
    person = request.__dict__.get("_cached_user")
    return {
        "method": request.method,
        "route": match.view_name if match else None,
        "person": person.pk if person is not None and person.is_authenticated else None,
    }
