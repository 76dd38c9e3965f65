"""What other systems are told of a report: where it stands, nothing that its reporter wrote.

Title, text, place and photos are read through the API, which knows what the public may see and when.
"""

from __future__ import annotations

from typing import Any

from catalog.modules.laksa.models import Report
from catalog.sdk.context import current_pemda
from catalog.sdk.events import publish

CREATED, STATE_CHANGED = "laksa.report_created", "laksa.report_state_changed"


def tell_created(report: Report) -> None:
    """A report was filed."""
    publish(CREATED, report.number, _facts(report))


def tell_state_changed(report: Report, *, from_state: str) -> None:
    """A report went from one state to another."""
    publish(STATE_CHANGED, report.number, _facts(report) | {"from_state": from_state})


def _facts(report: Report) -> dict[str, Any]:
    return {
        "number": report.number,
        "kind": report.kind,
        "category": report.category.code,
        "state": report.state,
        "stage": report.stage.value,
        "opd": report.opd.short_name if report.opd else "",
        "district_code": report.district_code,
        "is_confidential": report.is_confidential,
        "created_at": report.created_at.isoformat(timespec="seconds"),
        "url": f"{current_pemda().base_url}/api/v1/laksa/reports/{report.number}/",
    }
