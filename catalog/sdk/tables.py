"""Lists on screen: paging, and export of the same rows as CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

# A cell that begins so is run as a formula by spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
    if isinstance(value, int | float) or value is None:
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(rows: Iterable[Any], columns: Sequence[Column]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column.heading for column in columns])
    writer.writerows([_cell(column.value(row)) for column in columns] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[Any], columns: Sequence[Column]) -> bytes:
    # The library takes 16 MB, which a process that exports nothing does without.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([str(column.heading) for column in columns])
    for row in rows:
        sheet.append([_cell(column.value(row)) for column in columns])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
