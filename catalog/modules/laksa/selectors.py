"""Reads of reports; each carries its access rule, so that a view cannot forget it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from catalog.modules.laksa.models import BulkAct, Category, Message, Report
from catalog.modules.laksa.roles import ALL, HANDLER, WHOLE_PEMDA
from catalog.modules.laksa.states import FINISHED, UNPUBLISHED, State, states_of
from catalog.sdk.context import current_pemda, local_today, module_settings
from catalog.sdk.people import Opd, Person, has_role, opd_ids_of
from catalog.sdk.search import nearly_matching


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a list is narrowed to; empty fields narrow nothing."""

    text: str = ""
    stage: str = ""
    state: str = ""
    category: str = ""
    opd_id: int | None = None
    district: str = ""
    village: str = ""
    since: date | None = None
    until: date | None = None
    is_late: bool = False


EVERYTHING = ReportFilter()
# The public does not see addresses, so it must not find reports by them either.
PUBLIC_WORDS = ("title", "description")
OFFICE_WORDS = (*PUBLIC_WORDS, "address")
MOST_WORDS = 8


def list_public_reports(*, wanted: ReportFilter = EVERYTHING) -> QuerySet[Report]:
    """What everybody may read: verified, not confidential; nothing where the Pemda keeps its list closed."""
    if not module_settings("laksa")["public_list"]:
        return Report.objects.none()
    return _narrow(_rows().filter(_published()), wanted, words_in=PUBLIC_WORDS)


def list_reports_of(person: Person, *, wanted: ReportFilter = EVERYTHING) -> QuerySet[Report]:
    """The person's own reports."""
    return _narrow(_rows().filter(reporter=person), wanted)


def list_readable_reports(person: Person, *, wanted: ReportFilter = EVERYTHING) -> QuerySet[Report]:
    """What the person may read as a citizen: the public reports and their own."""
    mine = Q(reporter=person) if person.is_authenticated else Q(pk=None)
    public = _published() if module_settings("laksa")["public_list"] else Q(pk=None)
    return _narrow(_rows().filter(public | mine), wanted, words_in=PUBLIC_WORDS)


def list_queue(person: Person, *, wanted: ReportFilter = EVERYTHING) -> QuerySet[Report]:
    """What the person works on as an officer: all reports, or those of their OPD."""
    # Lists show no photos, and an export would load those of 20,000 reports.
    rows = _rows().prefetch_related(None).select_related("merged_into")
    return _narrow(rows.filter(_work_of(person)), wanted)


def search_reports(read: Callable[..., QuerySet[Report]], *, wanted: ReportFilter) -> tuple[QuerySet[Report], bool]:
    """The reports that `read(wanted=…)` gives; where none has the words, those whose titles spell them nearly so.

    The second value says whether it came to that.
    """
    found = read(wanted=wanted)
    if not wanted.text or found.exists():
        return found, False
    near = nearly_matching(read(wanted=replace(wanted, text="")), fields={"title": "A"}, query=wanted.text)
    return near, True


def get_report_for(person: Any, number: str) -> Report | None:
    """The report with this number if the person may read it in the portal, else None."""
    own = Q(reporter=person) if person.is_authenticated else Q(pk=None)
    return _rows().filter(_published() | own, number=number).first()


def get_report_for_officer(person: Person, number: str) -> Report | None:
    """The report with this number if it is the officer's work or to be watched by them, else None."""
    return _rows().filter(_work_of(person), number=number).first()


def find_report_sent(*, client_key: Any, reporter: Person) -> Report | None:
    """The report that this form of the person has already made."""
    return Report.objects.filter(client_key=client_key, reporter=reporter).first()


def last_bulk_act(person: Person) -> BulkAct | None:
    """The person's newest bulk act, unless it was taken back."""
    newest = BulkAct.objects.filter(actor=person).first()
    return newest if newest is not None and newest.undone_at is None else None


def _rows() -> QuerySet[Report]:
    return Report.objects.select_related("category", "opd", "reporter").prefetch_related("photos__attachment")


def _published() -> Q:
    return Q(is_confidential=False) & ~Q(state__in=UNPUBLISHED)


def _work_of(person: Person) -> Q:
    if has_role(person, *WHOLE_PEMDA):
        return Q()
    if not has_role(person, *ALL):
        return Q(pk=None)
    units = opd_ids_of(person, HANDLER)
    return Q(opd__isnull=False) if units is None else Q(opd_id__in=units)


def _narrow(
    reports: QuerySet[Report], wanted: ReportFilter, *, words_in: tuple[str, ...] = OFFICE_WORDS
) -> QuerySet[Report]:
    if words := wanted.text.split()[:MOST_WORDS]:
        reports = reports.filter(_has_words(words, words_in) | Q(number__icontains=wanted.text))
    exact = {
        "state": wanted.state,
        "category__code": wanted.category,
        "opd_id": wanted.opd_id,
        "district_code": wanted.district,
        "village_code": wanted.village,
    }
    reports = reports.filter(**{name: value for name, value in exact.items() if value})
    if wanted.stage:
        reports = reports.filter(state__in=states_of(wanted.stage))
    if wanted.is_late:
        reports = reports.filter(due_on__lt=local_today()).exclude(state__in=FINISHED)
    return _within(reports, wanted.since, wanted.until)


def _has_words(words: list[str], fields: tuple[str, ...]) -> Q:
    """Every word in one of the fields."""
    return reduce(and_, [reduce(or_, [Q(**{f"{field}__icontains": word}) for field in fields]) for word in words])


def _within(reports: QuerySet[Report], since: date | None, until: date | None) -> QuerySet[Report]:
    zone = current_pemda().zone
    if since:
        reports = reports.filter(created_at__gte=datetime.combine(since, time.min, zone))
    if until:
        reports = reports.filter(created_at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    return reports


def is_late(report: Any, *, today: date | None = None) -> bool:
    """Whether the next step of a report, or of a row with its `due_on` and `state`, is past its day."""
    return bool(report.due_on and report.due_on < (today or local_today()) and report.state not in FINISHED)


def list_messages(report: Report, *, for_public: bool) -> QuerySet[Message]:
    """The conversation; the public reads the office's answers only."""
    messages = report.messages.filter(is_internal=False).select_related("author", "opd")
    return messages.filter(is_answer=True) if for_public else messages


def list_categories() -> QuerySet[Category]:
    """The categories in use."""
    return Category.objects.filter(is_active=True)


def all_categories() -> QuerySet[Category]:
    """Every category, also those no longer used, which old reports still have."""
    return Category.objects.all()


def search_categories(*, text: str = "", is_active: bool | None = None) -> QuerySet[Category]:
    """All categories with their number of reports, for the officers who edit them."""
    found = Category.objects.select_related("opd").annotate(report_count=Count("reports"))
    # Counting drops the model's own order.
    found = found.order_by("position", "name_id")
    if text:
        found = found.filter(Q(name_id__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text))
    return found if is_active is None else found.filter(is_active=is_active)


def get_category(code: str) -> Category | None:
    """The category with this code."""
    return Category.objects.filter(code=code).first()


def all_units() -> QuerySet[Opd]:
    """Every OPD, also those that were closed, which old reports still have."""
    return Opd.objects.all()


def list_units() -> QuerySet[Opd]:
    """The OPD that reports can be handed to."""
    return Opd.objects.filter(is_active=True)


def count_by_state(reports: QuerySet[Report]) -> list[tuple[State, int]]:
    """How many of the reports are in each state."""
    counts = dict(reports.order_by().values_list("state").annotate(number=Count("pk")))
    return [(state, counts.get(state.value, 0)) for state in State]


def average_days(reports: QuerySet[Report]) -> float | None:
    """The average days from a report to its answer; None where none is answered."""
    waited = ExpressionWrapper(F("answered_at") - F("created_at"), output_field=DurationField())
    average = reports.filter(answered_at__isnull=False).aggregate(average=Avg(waited))["average"]
    return None if average is None else average.total_seconds() / 86400


def average_rating(reports: QuerySet[Report]) -> float | None:
    """The reporters' average rating; None where none rated."""
    return reports.aggregate(average=Avg("rating"))["average"]


def count_by_category(reports: QuerySet[Report]) -> QuerySet[Category]:
    """Each category with its number of reports (`total`), of open and late ones among them."""
    keys = reports.order_by().values("pk")
    mine = Q(reports__in=keys)
    open_ones = mine & ~Q(reports__state__in=FINISHED)
    counted = Category.objects.select_related("opd").annotate(
        total=Count("reports", filter=mine),
        open_count=Count("reports", filter=open_ones),
        late_count=Count("reports", filter=open_ones & Q(reports__due_on__lt=local_today())),
    )
    return counted.order_by("position", "name_id")
