"""Days by which the next step is due, in working days of the Pemda (SP4N-LAPOR!, facts §3)."""

from __future__ import annotations

from datetime import date

from catalog.modules.laksa.models import Report
from catalog.sdk.context import current_pemda, local_today, module_settings
from catalog.sdk.places import add_working_days

# What SP4N-LAPOR! gives each kind of report.
ANSWER_SETTINGS = {
    Report.Kind.COMPLAINT: "answer_days",
    Report.Kind.INFORMATION: "information_days",
    Report.Kind.ASPIRATION: "aspiration_days",
}


def days_off() -> list[date]:
    """The Pemda's own days off, as its settings name them."""
    found = []
    for text in module_settings("laksa")["days_off"]:
        try:
            found.append(date.fromisoformat(text))
        except ValueError:
            # The schema lets 30 February through.
            continue
    return found


def working_days_from(start: date, count: int) -> date:
    """The date that many working days after a date (before it when negative), the Pemda's own days off aside."""
    return add_working_days(start, count, days_off())


def due_after(setting: str) -> date:
    """The date that many working days from today as the module's setting of this name says."""
    return working_days_from(local_today(), module_settings("laksa")[setting])


def verify_by() -> date:
    """The day by which a report that comes in now is to be verified."""
    return due_after("verify_days")


def answer_by(report: Report, *, since: date | None = None) -> date:
    """The day by which the OPD is to answer the report, handed to it today or `since`."""
    setting = "supervised_days" if report.is_supervised else ANSWER_SETTINGS[Report.Kind(report.kind)]
    return working_days_from(since or local_today(), module_settings("laksa")[setting])


def day_of_disposition(report: Report) -> date:
    """The Pemda's date on which the report was handed to its OPD; today where it is not yet."""
    return report.disposed_at.astimezone(current_pemda().zone).date() if report.disposed_at else local_today()
