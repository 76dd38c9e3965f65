"""Changes of rows, joined with the acts of the same request."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from adopsi.console.access import admin_required
from adopsi.console.tables_in_words import OPERATIONS, actor_in_words, table_in_words, tables_of, values_in_words
from adopsi.console.views.activity import since, until
from adopsi.console.wording import act_in_words
from catalog.sdk.tables import Column, export_response, page_of
from tenants.audit.models import RowChange
from tenants.audit.selectors import acts_of_requests, chain_head, list_row_changes
from tenants.audit.services import record

PAGE_SIZE = 30
MOST_EXPORTED = 20_000


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Which row changed, from what to what, by whom, in which request."""
    names = ("cari", "tabel", "baris", "permintaan", "dari", "sampai")
    chosen = {name: request.GET.get(name, "").strip() for name in names}
    changes = _found(chosen)
    if file_format := request.GET.get("format"):
        record(act="activity.exported", subject="audit.rowchange", actor=request.user, changes={"filter": chosen})
        rows = changes[:MOST_EXPORTED]
        return export_response(rows=rows, columns=_columns(), name="perubahan-data", file_format=file_format)
    page = page_of(request, changes, size=PAGE_SIZE)
    acts = acts_of_requests(change.request_id for change in page)
    for change in page:
        change.who = actor_in_words(change)
        change.words, change.values = table_in_words(change.table_name), values_in_words(change)
        change.operation_words = OPERATIONS[RowChange.Operation(change.operation)]
        change.acts = (
            [act_in_words(entry.act) for entry in acts.get(change.request_id, [])] if change.request_id else []
        )
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "tables": tables_of(request.pemda.code),
        "head": chain_head(),
    }
    return render(request, "console/row_changes.html", context)


def _found(chosen: dict[str, str]) -> QuerySet[RowChange]:
    changes = list_row_changes(
        search=chosen["cari"], table=chosen["tabel"], row_key=chosen["baris"], request=chosen["permintaan"]
    )
    if moment := since(chosen["dari"]):
        changes = changes.filter(at__gte=moment)
    if moment := until(chosen["sampai"]):
        changes = changes.filter(at__lt=moment)
    return changes


def _columns() -> list[Column]:
    return [
        Column(_("Waktu"), lambda change: timezone.localtime(change.at).isoformat(timespec="seconds")),
        Column(_("Pelaku"), actor_in_words),
        Column(_("Jenis pelaku"), lambda change: change.actor_kind),
        Column(_("Perubahan"), lambda change: OPERATIONS[RowChange.Operation(change.operation)]),
        Column(_("Tabel"), lambda change: change.table_name),
        Column(pgettext("perubahan", "Baris"), lambda change: change.row_key),
        Column(_("Rincian"), lambda change: "; ".join(": ".join(pair) for pair in values_in_words(change))),
        Column(_("Login basis data"), lambda change: change.login),
        Column(_("Transaksi"), lambda change: change.transaction),
        Column(_("Nomor permintaan"), lambda change: change.request_id),
    ]
