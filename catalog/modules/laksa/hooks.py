"""What LAKSA gives to the portal: search results, points on the map, figures."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.presenters import STAGE_LOOKS, place_label, public_point
from catalog.modules.laksa.selectors import (
    ReportFilter,
    average_days,
    list_public_reports,
    list_readable_reports,
)
from catalog.modules.laksa.states import State
from catalog.sdk.places import format_number
from catalog.sdk.search import MapPoint, SearchHit, Statistic

MOST_HITS, MOST_POINTS = 10, 200


def search(query: str, person: Any) -> list[SearchHit]:
    """Public reports, and the person's own, that contain the words."""
    found = list_readable_reports(person, wanted=ReportFilter(text=query.strip()))[:MOST_HITS]
    return [
        SearchHit(
            title=report.title,
            text=f"{report.number} · {report.stage.label} · {place_label(report)}",
            url=reverse("laksa:report-detail", args=[report.number]),
            kind=_("Laporan warga"),
            icon="message-square-warning",
        )
        for report in found
    ]


def map_points() -> list[MapPoint]:
    """The newest public reports that have a point, about 100 m around the true one."""
    found = list_public_reports().filter(latitude__isnull=False)[:MOST_POINTS]
    return [
        MapPoint(
            latitude=point[0],
            longitude=point[1],
            title=report.title,
            url=reverse("laksa:report-detail", args=[report.number]),
            kind=f"{_('Laporan')} · {report.stage.label}",
            hue=STAGE_LOOKS[report.stage]["hue"],
        )
        for report in found
        if (point := public_point(report))
    ]


def statistics() -> list[Statistic]:
    """Reports in all, the share that is done, days to an answer."""
    language = get_language() or "id"
    reports = Report.objects.all()
    total, done = reports.count(), reports.filter(state=State.CLOSED).count()
    days = average_days(reports)
    home = reverse("laksa:home")
    return [
        Statistic(_("Laporan warga"), format_number(total, language), home, _("sejak LAKSA dibuka")),
        Statistic(_("Laporan selesai"), f"{round(100 * done / total) if total else 0}%", home),
        Statistic(
            _("Rata-rata hari sampai ditanggapi"),
            format_number(days, language, decimals=1) if days is not None else "–",
            home,
        ),
    ]
