"""Who follows a report beside its own reporter: those whose reports were merged into it."""

from __future__ import annotations

from catalog.modules.laksa.models import Report


def main_of(report: Report) -> Report:
    """The report that is worked on for this one: itself, or where its mergings end."""
    seen = {report.pk}
    while report.merged_into_id is not None and report.merged_into_id not in seen:
        report = Report.objects.select_related("opd", "category").get(pk=report.merged_into_id)
        seen.add(report.pk)
    return report


def merged_reports(report: Report) -> list[Report]:
    """All reports that were merged into this one, directly or on the way."""
    found: dict[int, Report] = {}
    waiting = [report.pk]
    while waiting:
        rows = Report.objects.filter(merged_into_id__in=waiting).exclude(pk__in=found).select_related("reporter")
        fresh = {row.pk: row for row in rows}
        found |= fresh
        waiting = list(fresh)
    return list(found.values())
