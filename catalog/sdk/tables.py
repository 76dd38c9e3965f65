"""Lists on screen: paging, and export of the same rows as CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

# A cell that begins so is run as a formula by spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Rows of a query that are in memory at the same time.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its heading and the value of a row."""

    heading: str
    value: Callable[[Any], Any]


def page_of(request: HttpRequest, rows: Any, *, size: int = 20) -> Page:
    """The page that `?page=` asks for; a page that does not exist becomes the nearest one that does."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def export_response(*, rows: Iterable[Any], columns: Sequence[Column], name: str, file_format: str) -> HttpResponse:
    """The rows as a download: `file_format` is `xlsx`, anything else gives CSV (UTF-8 with mark, for Excel)."""
    if file_format == "xlsx":
        body, kind, ending = (
            _xlsx(rows, columns),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        )
    else:
        body, kind, ending = _csv(rows, columns), "text/csv; charset=utf-8", "csv"
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    )


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        if value is None or isinstance(value, int | float):
            return value
        value = str(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _lines(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    yield [str(column.heading) for column in columns]
    values = [column.value for column in columns]
    # A few at a time: twenty thousand objects at once would take more memory than all their text.
    for row in rows.iterator(chunk_size=AT_ONCE) if isinstance(rows, QuerySet) else rows:
        yield [_cell(value(row)) for value in values]


def _csv(rows: Iterable[Any], columns: Sequence[Column]) -> bytes:
    buffer = io.BytesIO()
    text = io.TextIOWrapper(buffer, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows(_lines(rows, columns))
    text.flush()
    return buffer.getvalue()


def _xlsx(rows: Iterable[Any], columns: Sequence[Column]) -> bytes:
    # The library takes 16 MB, which a process that exports nothing does without.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in _lines(rows, columns):
        sheet.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
