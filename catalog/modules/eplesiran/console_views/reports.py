"""Officers' reports: visits and takings, and the payments behind them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from catalog.modules.eplesiran.models import Tariff
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.selectors.destinations import list_maintained
from catalog.modules.eplesiran.selectors.takings import (
    BY_DAY,
    BY_PAYER,
    BY_PLACE,
    Line,
    Span,
    detail_lines,
    kept_of_cancelled,
    list_reconciled,
    refused_checks,
    report_lines,
    unmatched,
)
from catalog.modules.eplesiran.ticket_days import VISITORS
from catalog.modules.eplesiran.wording import date_text, language, local
from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.payments import PaymentState
from catalog.sdk.people import role_required
from catalog.sdk.places import format_datetime, format_number, format_rupiah
from catalog.sdk.tables import Column, export_response, page_of

USUAL_DAYS = 30
LONGEST_DAYS = 366


@require_safe
@role_required(MANAGER)
def report(request: HttpRequest) -> HttpResponse:
    """Visits and takings by day, destination or kind of visitor; `?format=csv|xlsx` downloads every line."""
    places = [(str(row.pk), row.name) for row in list_maintained(officer=request.user).order_by("name")]
    span, by = _span(request, places), request.GET.get("menurut", BY_DAY)
    by = by if by in {BY_DAY, BY_PLACE, BY_PAYER} else BY_DAY
    if file_format := request.GET.get("format"):
        rows = detail_lines(officer=request.user, span=span)
        return export_response(rows=rows, columns=_columns(), name="kunjungan", file_format=file_format)
    lines = report_lines(officer=request.user, span=span, by=by)
    most = max((line.sold for line in lines), default=0) or 1
    context = {
        "rows": [_row(line, by, most) for line in (reversed(lines) if by == BY_DAY else lines)],
        "totals": _totals(request, span, lines),
        "span": span,
        "by": by,
        "bys": [
            (BY_DAY, pgettext("satu", "Hari")),
            (BY_PLACE, pgettext("satu", "Destinasi")),
            (BY_PAYER, _("Golongan")),
        ],
        "by_title": {
            BY_DAY: pgettext("satu", "Hari"),
            BY_PLACE: pgettext("satu", "Destinasi"),
            BY_PAYER: _("Golongan"),
        }[by],
        "places": places,
        "payers": [(payer.value, payer.label) for payer in VISITORS],
        "export_query": _query(request),
    }
    return render(request, "eplesiran/console/report.html", context)


def _span(request: HttpRequest, places: list[tuple[str, str]]) -> Span:
    last = _day(request.GET.get("sampai", "")) or local_today()
    first = _day(request.GET.get("dari", "")) or last - timedelta(days=USUAL_DAYS - 1)
    first = max(min(first, last), last - timedelta(days=LONGEST_DAYS))
    place, payer = request.GET.get("tempat", ""), request.GET.get("golongan", "")
    return Span(
        first=first,
        last=last,
        place=int(place) if place in dict(places) else None,
        payer=payer if payer in VISITORS else "",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(line: Line, by: str, most: int) -> dict[str, Any]:
    name = {
        BY_DAY: lambda: date_text(line.key),
        BY_PLACE: lambda: line.key,
        BY_PAYER: lambda: Tariff.Payer(line.key).label,
    }[by]()
    return {
        "name": name,
        "sold": format_number(line.sold, language()),
        "came": format_number(line.came, language()),
        "taken": format_rupiah(line.taken),
        "percent": round(100 * line.sold / most),
    }


def _totals(request: HttpRequest, span: Span, lines: list[Line]) -> dict[str, str]:
    sold, came = sum(line.sold for line in lines), sum(line.came for line in lines)
    return {
        "sold": format_number(sold, language()),
        "came": format_number(came, language()),
        "taken": format_rupiah(sum(line.taken for line in lines)),
        "kept": format_rupiah(kept_of_cancelled(officer=request.user, span=span)),
        "refused": format_number(refused_checks(officer=request.user, span=span), language()),
    }


def _columns() -> list[Column]:
    return [
        Column(pgettext("satu", "Hari"), lambda row: row[0].isoformat()),
        Column(pgettext("satu", "Destinasi"), lambda row: row[1]),
        Column(_("Golongan"), lambda row: Tariff.Payer(row[2].key).label),
        Column(_("Tiket terjual"), lambda row: row[2].sold),
        Column(pgettext("pengunjung", "Masuk"), lambda row: row[2].came),
        Column(_("Penerimaan (Rp)"), lambda row: row[2].taken),
    ]


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("format", None)
    return query.urlencode()


@require_safe
@role_required(MANAGER)
def payments(request: HttpRequest) -> HttpResponse:
    """The payments with their states, to be laid beside the bank's statement; `?format=csv|xlsx` downloads them."""
    span = _span(request, [])
    state, text = request.GET.get("status", ""), request.GET.get("cari", "").strip()[:100]
    chosen = {"officer": request.user, "first": span.first, "last": span.last}
    rows = list_reconciled(**chosen, state=state, text=text)
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_payment_columns(), name="pembayaran", file_format=file_format)
    everything = list_reconciled(**chosen)
    page = page_of(request, rows, size=30)
    context = {
        "page": page,
        "rows": [(row, format_rupiah(row.amount), _moment(row.created_at)) for row in page],
        "sums": _sums(everything),
        "unmatched": unmatched(everything),
        "span": span,
        "state": state,
        "text": text,
        "states": PaymentState.choices,
        "export_query": _query(request),
    }
    return render(request, "eplesiran/console/payments.html", context)


def _moment(moment: datetime) -> str:
    return format_datetime(moment, current_pemda().zone, language())


def _sums(rows: Any) -> list[tuple[str, int, str, str]]:
    """State, how many as a number and as text, how much; states without any are left out."""
    found = {row["state"]: row for row in rows.order_by().values("state").annotate(n=Count("pk"), sum=Sum("amount"))}
    return [
        (str(state.label), row["n"], format_number(row["n"], language()), format_rupiah(row["sum"]))
        for state in PaymentState
        if (row := found.get(state.value))
    ]


def _payment_columns() -> list[Column]:
    def moment(value: Any) -> str:
        return f"{local(value):%Y-%m-%d %H:%M}" if value else ""

    return [
        Column(_("Nomor"), lambda row: row.reference),
        Column(_("Untuk"), lambda row: row.label),
        Column(_("Jumlah (Rp)"), lambda row: row.amount),
        Column(_("Status"), lambda row: row.get_state_display()),
        Column(_("Dibuat"), lambda row: moment(row.created_at)),
        Column(_("Dibayar"), lambda row: moment(row.paid_at)),
        Column(_("Dikembalikan"), lambda row: moment(row.refunded_at)),
        Column(_("Dikembalikan (Rp)"), lambda row: row.refund_amount),
        Column(_("Penyedia"), lambda row: row.provider),
    ]
