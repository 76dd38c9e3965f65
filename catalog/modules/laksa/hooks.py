"""What LAKSA gives to the portal: search results, points on the map, figures."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.modules.laksa.live import figures_by_hour, live, on_the_wall
from catalog.modules.laksa.live_lists import live_list, midnight
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.presenters import STAGE_LOOKS, place_label, public_point
from catalog.modules.laksa.roles import ALL
from catalog.modules.laksa.selectors import (
    average_days,
    list_public_reports,
    list_readable_reports,
)
from catalog.modules.laksa.states import State
from catalog.sdk.history import HistoryItem
from catalog.sdk.people import Person
from catalog.sdk.places import format_number
from catalog.sdk.search import MapPoint, SearchHit, Statistic, rank

__all__ = ["history", "live", "live_list", "map_points", "search", "statistics"]

MOST_HITS, MOST_POINTS = 30, 200
# Below one report a day a change in per cent says nothing.
USUAL_DAYS, LEAST_USUAL = 7, 1


def search(query: str, person: Any) -> list[SearchHit]:
    """Public reports, and the person's own, that contain the words."""
    readable = list_readable_reports(person).prefetch_related(None)
    # Not the address, which the public does not see.
    fields = {"title": "A", "description": "C"}
    return [
        SearchHit(
            title=report.title,
            text=f"{report.number} · {report.stage.label} · {place_label(report)} · {report.description}",
            url=reverse("laksa:report-detail", args=[report.number]),
            kind=_("Laporan warga"),
            icon="message-square-warning",
            score=report.search_score,
        )
        for report in rank(readable, fields=fields, codes=["number"], query=query, most=MOST_HITS)
    ]


def history(person: Person, most: int) -> list[HistoryItem]:
    """The person's own reports, also the anonymous and confidential ones."""
    return [
        HistoryItem(
            title=report.title,
            url=reverse("laksa:report-detail", args=[report.number]),
            state=str(report.stage.label),
            hue=STAGE_LOOKS[report.stage]["hue"],
            at=report.created_at,
            icon="message-square-warning",
        )
        for report in Report.objects.filter(reporter=person).order_by("-created_at", "-pk")[:most]
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
    """Reports in all, the share that is done, days to an answer; then what happened today."""
    language = get_language() or "id"
    reports = Report.objects.all()
    counted = reports.aggregate(total=Count("pk"), done=Count("pk", filter=Q(state=State.CLOSED)))
    total, done = counted["total"], counted["done"]
    days = average_days(reports)
    home, queue = reverse("laksa:home"), reverse("laksa-console:queue")
    for_all = partial(Statistic, url=home, work_roles=ALL)
    return [
        for_all(
            _("Laporan warga"),
            format_number(total, language),
            note=_("sejak LAKSA dibuka"),
            work_url=f"{queue}?view=semua",
        ),
        for_all(
            _("Laporan selesai"),
            f"{round(100 * done / total) if total else 0}%",
            work_url=f"{queue}?state={State.CLOSED.value}",
        ),
        for_all(
            _("Rata-rata hari sampai ditanggapi"),
            format_number(days, language, decimals=1) if days is not None else "–",
            work_url=reverse("laksa-console:statistics"),
        ),
        *_of_today(language),
    ]


def _of_today(language: str) -> list[Statistic]:
    since = midnight()
    done = on_the_wall().aggregate(
        answered=Count("pk", filter=Q(answered_at__gte=since)), closed=Count("pk", filter=Q(closed_at__gte=since))
    )
    received = figures_by_hour(USUAL_DAYS)
    usual = received["before"] / USUAL_DAYS
    return [
        Statistic(
            _("Laporan masuk hari ini"),
            format_number(received["today"], language),
            note=_("dibanding biasanya"),
            trend=round(100 * (received["today"] - usual) / usual) if usual >= LEAST_USUAL else None,
            is_today=True,
            key="masuk",
        ),
        Statistic(_("Ditanggapi hari ini"), format_number(done["answered"], language), is_today=True, key="ditanggapi"),
        Statistic(_("Selesai hari ini"), format_number(done["closed"], language), is_today=True, key="selesai"),
    ]
