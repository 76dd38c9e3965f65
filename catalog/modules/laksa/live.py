"""LAKSA's part of the LIVE Room: what is where, what waits too long, what is out of the ordinary.

Confidential reports are in none of it, and reports without their titles: a title that nobody has verified may name
somebody, and a wall is read by whoever walks past it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_high

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalog.modules.laksa.elapsed import Calendar
from catalog.modules.laksa.models import Category, Report, Transition
from catalog.modules.laksa.presenters import STAGE_LOOKS, public_point
from catalog.modules.laksa.states import FINISHED, UNPUBLISHED, Stage, State, stage_of, states_of
from catalog.sdk.context import current_pemda, local_today, module_settings
from catalog.sdk.live import AlertKind, LiveAlert, LiveLegend, LivePanels, LivePoint, LiveQueue
from catalog.sdk.places import find_district, format_number

MOST_POINTS, DONE_DAYS = 500, 7
# A spike: at least so many in a day, and so many times the usual of four weeks.
SPIKE_LEAST, SPIKE_TIMES, USUAL_DAYS = 5, 3, 28
MOST_LATE, MOST_SPIKES = 3, 3
VERIFICATION = "verifikasi"


def live() -> LivePanels:
    """Points, legend, queues and alerts of the active Pemda."""
    queues = queues_by_unit()
    points, legend = _points()
    return LivePanels(
        points=points,
        legend=legend,
        queues=tuple(queues),
        alerts=(*_escalated(), *_spikes(), *_late(queues)),
    )


def on_the_wall() -> QuerySet[Report]:
    """The reports that the wall may count: all but the confidential ones."""
    return Report.objects.filter(is_confidential=False)


def still_open() -> QuerySet[Report]:
    """Those of the wall for which something is still expected of an officer; after an answer it is the reporter's turn."""
    return on_the_wall().exclude(state__in=(*FINISHED, State.ANSWERED))


def escalated() -> QuerySet[Report]:
    """Those still open that went up to the coordinating admin or the leaders."""
    told = Transition.objects.filter(kind=Transition.Kind.ESCALATED)
    return still_open().filter(pk__in=told.values("report_id"))


def _points() -> tuple[tuple[LivePoint, ...], tuple[LiveLegend, ...]]:
    recently = timezone.now() - timedelta(days=DONE_DAYS)
    turned_down = [state for state in UNPUBLISHED if state != State.SUBMITTED]
    shown = on_the_wall().exclude(state__in=turned_down).filter(~Q(state=State.CLOSED) | Q(closed_at__gte=recently))
    located = shown.filter(latitude__isnull=False).select_related("category")[:MOST_POINTS]
    points = tuple(
        LivePoint(
            key=str(report.pk),
            latitude=point[0],
            longitude=point[1],
            title=report.category.name,
            text=_where(report.district_code),
            hue=STAGE_LOOKS[report.stage]["hue"],
        )
        for report in located
        if (point := public_point(report))
    )
    counts = dict(shown.order_by().values_list("state").annotate(number=Count("pk")))
    stages = (Stage.WAITING, Stage.PROCESS, Stage.DONE)
    legend = tuple(
        LiveLegend(
            label=str(stage.label) if stage != Stage.DONE else _("Selesai, 7 hari terakhir"),
            hue=STAGE_LOOKS[stage]["hue"],
            count=sum(counts.get(state, 0) for state in states_of(stage)),
        )
        for stage in stages
    )
    return points, legend


def _where(district_code: str) -> str:
    district = find_district(district_code)
    return district.name if district else ""


@dataclass(slots=True)
class _Desk:
    """What waits at one OPD, or for verification."""

    label: str
    target_days: int
    received: list[date] = field(default_factory=list)
    late: int = 0


def queues_by_unit() -> list[LiveQueue]:
    """The open reports of each OPD, those that wait longest against their limit first; verification is a queue too."""
    zone, today, days = current_pemda().zone, local_today(), module_settings("laksa")
    desks: dict[str, _Desk] = {}
    fields = ("opd_id", "opd__short_name", "created_at", "disposed_at", "due_on")
    for opd_id, name, created_at, disposed_at, due_on in still_open().order_by().values_list(*fields):
        # An OPD's time begins when the report is handed to it.
        since = disposed_at if opd_id and disposed_at else created_at
        key = str(opd_id or VERIFICATION)
        if key not in desks:
            desks[key] = _Desk(name or _("Meja verifikasi"), days["answer_days" if opd_id else "verify_days"])
        desks[key].received.append(since.astimezone(zone).date())
        desks[key].late += bool(due_on and due_on < today)
    calendar = Calendar([today, *(day for desk in desks.values() for day in desk.received)])
    queues = [_queue(key, desk, calendar, today) for key, desk in desks.items()]
    return sorted(queues, key=lambda queue: (-queue.days / queue.target_days, queue.label))


def _queue(key: str, desk: _Desk, calendar: Calendar, today: date) -> LiveQueue:
    waits = [calendar.between(day, today) for day in desk.received]
    return LiveQueue(
        key=f"antrean-{key}",
        label=desk.label,
        waiting=len(waits),
        late=desk.late,
        days=median_high(waits),
        target_days=desk.target_days,
    )


def _late(queues: list[LiveQueue]) -> list[LiveAlert]:
    worst = sorted((queue for queue in queues if queue.late), key=lambda queue: -queue.late)[:MOST_LATE]
    return [
        LiveAlert(
            kind=AlertKind.LATE,
            text=ngettext(
                "%(unit)s: %(count)s laporan melewati batas", "%(unit)s: %(count)s laporan melewati batas", queue.late
            )
            % {"unit": queue.label, "count": _number(queue.late)},
            key=queue.key.replace("antrean-", "terlambat-"),
        )
        for queue in worst
    ]


def _escalated() -> list[LiveAlert]:
    count = escalated().count()
    if not count:
        return []
    text = ngettext("%(count)s laporan dieskalasi, belum selesai", "%(count)s laporan dieskalasi, belum selesai", count)
    return [LiveAlert(kind=AlertKind.ESCALATED, text=text % {"count": _number(count)}, key="eskalasi")]


def _spikes() -> list[LiveAlert]:
    """Categories that are reported from a kecamatan far more often in a day than is usual there."""
    now = timezone.now()
    a_day_ago, usually_since = now - timedelta(days=1), now - timedelta(days=1 + USUAL_DAYS)
    fresh = Count("pk", filter=Q(created_at__gte=a_day_ago))
    rows = on_the_wall().filter(created_at__gte=usually_since).order_by().values("category_id", "district_code")
    counted = rows.annotate(fresh=fresh, before=Count("pk") - fresh).filter(fresh__gte=SPIKE_LEAST)
    found = [row for row in counted if row["fresh"] >= SPIKE_TIMES * row["before"] / USUAL_DAYS]
    found = sorted(found, key=lambda row: -row["fresh"])[:MOST_SPIKES]
    categories = Category.objects.in_bulk([row["category_id"] for row in found]) if found else {}
    return [_spike(categories[row["category_id"]], row) for row in found]


def _spike(category: Category, row: dict[str, int | str]) -> LiveAlert:
    usual = format_number(int(row["before"]) / USUAL_DAYS, get_language() or "id", decimals=1)
    text = _("%(category)s di %(district)s: %(fresh)s laporan dalam 24 jam, biasanya %(usual)s") % {
        "category": category.name,
        "district": _where(str(row["district_code"])),
        "fresh": _number(int(row["fresh"])),
        "usual": usual,
    }
    return LiveAlert(kind=AlertKind.SPIKE, text=text, key=f"lonjakan-{category.pk}-{row['district_code']}")


def _number(value: int) -> str:
    return format_number(value, get_language() or "id")


def stage_hue(state: str) -> str:
    """The colour of a state's stage."""
    return STAGE_LOOKS[stage_of(state)]["hue"]


def figures_by_hour(since_days: int) -> dict[str, int]:
    """Received today so far, and within the same hours of the days before: for what is usual."""
    now = timezone.now().astimezone(current_pemda().zone)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    counted: dict[str, int] = defaultdict(int)
    moments = on_the_wall().filter(created_at__gte=midnight - timedelta(days=since_days)).order_by()
    for moment in moments.values_list("created_at", flat=True):
        local = moment.astimezone(now.tzinfo)
        if local >= midnight:
            counted["today"] += 1
        elif local.time() <= now.time():
            counted["before"] += 1
    return counted
