"""The reports behind a number of the LIVE Room: number, category, kecamatan and stage; no titles, no names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.modules.laksa.live import VERIFICATION, escalated, on_the_wall, stage_hue, still_open
from catalog.modules.laksa.models import Report
from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.live import LiveItem, LiveList
from catalog.sdk.places import find_district

MOST_ITEMS = 50


def live_list(key: str) -> LiveList | None:
    """The newest reports behind the number with this key; None where no number has it."""
    name, _dash, rest = key.partition("-")
    finder = FINDERS.get(name)
    found = finder(rest) if finder else None
    if found is None:
        return None
    title, rows = found
    reports = rows.select_related("category", "opd")[:MOST_ITEMS]
    note = _("Laporan rahasia tidak dihitung di LIVE Room, dan judul serta nama pelapor tidak ditampilkan.")
    return LiveList(title=title, total=rows.count(), items=tuple(_item(report) for report in reports), note=note)


def _item(report: Report) -> LiveItem:
    district = find_district(report.district_code)
    parts = (report.category.name, district.name if district else "", report.opd.short_name if report.opd else "")
    return LiveItem(
        title=report.number,
        text=" · ".join(part for part in parts if part),
        hue=stage_hue(report.state),
        stage=str(report.stage.label),
        at=report.created_at,
        url=reverse("laksa:report-detail", args=[report.number]) if report.is_published else "",
    )


def midnight() -> datetime:
    """When today began in the active Pemda."""
    return datetime.combine(local_today(), datetime.min.time(), current_pemda().zone)


def _received(_rest: str) -> tuple[str, QuerySet[Report]]:
    return _("Laporan masuk hari ini"), on_the_wall().filter(created_at__gte=midnight())


def _answered(_rest: str) -> tuple[str, QuerySet[Report]]:
    return _("Ditanggapi hari ini"), on_the_wall().filter(answered_at__gte=midnight())


def _closed(_rest: str) -> tuple[str, QuerySet[Report]]:
    return _("Selesai hari ini"), on_the_wall().filter(closed_at__gte=midnight())


def _queue(rest: str) -> tuple[str, QuerySet[Report]] | None:
    if rest == VERIFICATION:
        return _("Menunggu verifikasi"), still_open().filter(opd=None)
    if not rest.isdigit():
        return None
    return _("Antrean OPD"), still_open().filter(opd_id=int(rest))


def _late(rest: str) -> tuple[str, QuerySet[Report]] | None:
    found = _queue(rest)
    return (_("Melewati batas"), found[1].filter(due_on__lt=local_today())) if found else None


def _escalated(_rest: str) -> tuple[str, QuerySet[Report]]:
    return _("Dieskalasi, belum selesai"), escalated()


def _spike(rest: str) -> tuple[str, QuerySet[Report]] | None:
    category, _dash, district = rest.partition("-")
    if not category.isdigit():
        return None
    a_day_ago = timezone.now() - timedelta(days=1)
    rows = on_the_wall().filter(category_id=int(category), district_code=district, created_at__gte=a_day_ago)
    return _("Lonjakan dalam 24 jam"), rows


FINDERS: dict[str, Callable[[str], tuple[str, QuerySet[Report]] | None]] = {
    "masuk": _received,
    "ditanggapi": _answered,
    "selesai": _closed,
    "antrean": _queue,
    "terlambat": _late,
    "eskalasi": _escalated,
    "lonjakan": _spike,
}
