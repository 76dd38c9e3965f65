"""The officers' queue as a table for downloading: whatever is the same for thousands of rows is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.modules.laksa import presenters
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.selectors import ReportFilter, all_categories, all_units, is_late, list_queue
from catalog.modules.laksa.states import State
from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.people import Person
from catalog.sdk.places import format_datetime
from catalog.sdk.tables import Column

# A download holds at most this many rows, so that one click cannot take a worker for minutes.
MOST_EXPORTED = 20_000
FIELDS = (
    *("number", "created_at", "kind", "category_id", "title", "address", "village_code", "district_code"),
    *("latitude", "longitude", "state", "opd_id", "due_on", "is_supervised", "merged_into__number"),
    *("reporter__name", "is_anonymous", "answered_at", "closed_at", "rating"),
)


def exported_rows(officer: Person, *, wanted: ReportFilter) -> QuerySet[Any]:
    """The queue as plain rows of `FIELDS`: building the objects of so many reports would take most of the time."""
    return list_queue(officer, wanted=wanted).values_list(*FIELDS, named=True)[:MOST_EXPORTED]


def exported_columns(officer: Person) -> list[Column]:
    """The columns of `exported_rows` in the reader's language."""
    kinds, states = _words(Report.Kind), _words(State)
    categories = {category.pk: category.name for category in all_categories()}
    units = {None: "", **dict(all_units().values_list("pk", "short_name"))}
    moment, yes_or_no = _moments(), {True: _("Ya"), False: _("Tidak")}
    late = partial(is_late, today=local_today())
    place, day = cache(presenters.place_in_words), cache(presenters.day)
    return [
        Column(_("Nomor"), lambda row: row.number),
        Column(_("Tanggal masuk"), lambda row: moment(row.created_at)),
        Column(_("Jenis"), lambda row: kinds[row.kind]),
        Column(_("Kategori"), lambda row: categories[row.category_id]),
        Column(_("Judul"), lambda row: row.title),
        Column(
            _("Lokasi"), lambda row: presenters.with_address(row.address, place(row.village_code, row.district_code))
        ),
        Column(_("Lintang"), lambda row: row.latitude),
        Column(_("Bujur"), lambda row: row.longitude),
        Column(_("Status"), lambda row: states[row.state]),
        Column(_("OPD"), lambda row: units[row.opd_id]),
        Column(_("Batas"), lambda row: day(row.due_on) if row.due_on else ""),
        Column(_("Terlambat"), lambda row: yes_or_no[late(row)]),
        Column(_("Pengawasan"), lambda row: yes_or_no[row.is_supervised]),
        Column(_("Digabung"), lambda row: row.merged_into__number or ""),
        Column(_("Pelapor"), partial(_reporter, officer=officer)),
        Column(_("Tanggal ditanggapi"), lambda row: moment(row.answered_at)),
        Column(_("Tanggal selesai"), lambda row: moment(row.closed_at)),
        Column(_("Nilai pelapor"), lambda row: row.rating),
    ]


def _words(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}


def _moments() -> Callable[[datetime | None], str]:
    zone, language = current_pemda().zone, get_language() or "id"
    return lambda at: format_datetime(at, zone, language) if at else ""


def _reporter(row: Any, *, officer: Person) -> str:
    return presenters.name_for_officer(row.reporter__name, is_anonymous=row.is_anonymous, officer=officer)
