"""Reports as Open311's service requests: which ones are asked for, and what the public reads of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Message, Report, Transition
from catalog.modules.laksa.open311.errors import BadParameter, UnknownRequest
from catalog.modules.laksa.presenters import place_label, public_point
from catalog.modules.laksa.selectors import get_report_for, list_readable_reports
from catalog.modules.laksa.services.history import UNSEEN
from catalog.modules.laksa.states import FINISHED
from catalog.sdk.attachments import Attachment
from catalog.sdk.context import current_pemda

OPEN, CLOSED = "open", "closed"
# The specification's own limits.
SPAN = timedelta(days=90)
MOST = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; ids override all other filters."""

    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1
    page_size: int = MOST


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """What the query asks for; raises `BadParameter`."""
    statuses = _listed(query, "status")
    if unknown := set(statuses) - {OPEN, CLOSED}:
        raise BadParameter("status", _("hanya open atau closed, bukan %(what)s") % {"what": ", ".join(unknown)})
    since, until = _span(_moment(query, "start_date"), _moment(query, "end_date"))
    return Wanted(
        numbers=_listed(query, "service_request_id"),
        codes=_listed(query, "service_code"),
        statuses=statuses,
        since=since,
        until=until,
        page=_number(query, "page", default=1, most=1_000_000),
        page_size=_number(query, "page_size", default=MOST, most=MOST),
    )


def _listed(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in query.get(name, "").split(",") if part.strip())[:MOST]


def _number(query: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    text = query.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise BadParameter(name, _("bilangan dari 1 sampai %(most)s") % {"most": most})
    return int(text)


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    # An unescaped + of a zone arrives as a space.
    text = query.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        found = parse_datetime(text)
        day = parse_date(text) if found is None else None
    except ValueError:
        found = day = None
    if day:
        found = datetime.combine(day, time.min)
    if found is None or not 1 < found.year < 9999:
        raise BadParameter(name, _("waktu dalam bentuk 2026-11-22T00:00:00Z"))
    return found if found.tzinfo else found.replace(tzinfo=current_pemda().zone)


def _span(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """Both ends: 90 days from or to the one that was given, the last 90 days where none was."""
    if since is None:
        until = until or timezone.now()
        return until - SPAN, until
    until = until or since + SPAN
    if until < since or until - since > SPAN:
        raise BadParameter("end_date", _("rentang waktu paling lama 90 hari"))
    return since, until


def list_requests(wanted: Wanted, *, person: Any) -> list[dict[str, Any]]:
    """One page, newest first: the public reports, and those of the caller's own token."""
    rows = _with_what_is_told(list_readable_reports(person))
    if wanted.numbers:
        rows = rows.filter(number__in=wanted.numbers)
    else:
        rows = rows.filter(created_at__range=(wanted.since, wanted.until))
        if wanted.codes:
            rows = rows.filter(category__code__in=wanted.codes)
        if len(wanted.statuses) == 1:
            is_closed = Q(state__in=FINISHED)
            rows = rows.filter(is_closed if CLOSED in wanted.statuses else ~is_closed)
    start = (wanted.page - 1) * wanted.page_size
    return [describe(report) for report in rows[start : start + wanted.page_size]]


def get_request(number: str, *, person: Any) -> dict[str, Any]:
    """One report by its number; raises `UnknownRequest` where the caller may not read it."""
    report = get_report_for(person, number)
    if report is None:
        raise UnknownRequest
    return describe(_with_what_is_told(Report.objects.filter(pk=report.pk)).get())


def _with_what_is_told(rows: QuerySet[Report]) -> QuerySet[Report]:
    answers = Message.objects.filter(is_answer=True, is_internal=False).order_by("created_at", "id")
    return rows.select_related("category", "opd").prefetch_related(
        "photos__attachment",
        Prefetch("messages", queryset=answers, to_attr="answers"),
        Prefetch("transitions", queryset=Transition.objects.exclude(kind__in=UNSEEN), to_attr="steps"),
    )


def describe(report: Any) -> dict[str, Any]:
    """The report as the public reads it; nobody's name, and no place nearer than about 100 m."""
    point = public_point(report)
    last = report.steps[-1].at if report.steps else report.created_at
    return {
        "service_request_id": report.number,
        "status": CLOSED if report.state in FINISHED else OPEN,
        "status_notes": _notes(report),
        "service_name": report.category.name,
        "service_code": report.category.code,
        "description": f"{report.title}\n\n{report.description}"[:4000],
        "agency_responsible": report.opd.name if report.opd else None,
        "service_notice": None,
        "requested_datetime": _written(report.created_at),
        "updated_datetime": _written(report.closed_at or last),
        "expected_datetime": None,
        "address": place_label(report),
        "address_id": report.village_code or report.district_code,
        "zipcode": None,
        "lat": point[0] if point else None,
        "long": point[1] if point else None,
        "media_url": _photo(report),
    }


def _notes(report: Any) -> str:
    said = report.answers[-1].text if report.answers else ""
    return f"{report.stage.label}. {said}" if said else str(report.stage.label)


def _written(moment: datetime) -> str:
    return moment.astimezone(current_pemda().zone).isoformat(timespec="seconds")


def _photo(report: Any) -> str | None:
    for photo in report.photos.all():
        attachment = photo.attachment
        if attachment.visibility == Attachment.Visibility.PUBLIC and not attachment.is_quarantined:
            return f"{current_pemda().base_url}{attachment.get_absolute_url()}"
    return None
