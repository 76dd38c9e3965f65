"""Log lines: one line an event, with the Pemda it belongs to."""

from __future__ import annotations

import logging

from tenants.context import current_place, request_id


class LineFormatter(logging.Formatter):
    """`2026-11-22 14:30:00 INFO pemda_7202 adopsi.refusals refused code=…`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(place)s %(marker)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback follows on lines of its own."""
        place = current_place()
        record.place = place.schema_name if place else "-"
        record.marker = request_id.get()[:8] or "-"
        return super().format(record)
