"""The audit trail of pusat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.console.wording import signer_in_words
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.wording import name_of_act
from catalog.sdk.tables import Column, export_response, page_of
from tenants.audit.models import Entry
from tenants.audit.selectors import list_entries


@central_required
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; `?unduh=csv|xlsx` gives all rows of the search."""
    search = request.GET.get("cari", "").strip()
    rows = list_entries(search=search)
    if wanted := request.GET.get("unduh"):
        return _export(rows, wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "rows": [(entry, name_of_act(entry.act), entry.changes.get("reason", "")) for entry in page.object_list],
        "search": search,
    }
    return show(request, "pusat/activity.html", context, nav="activity")


def _export(rows: object, file_format: str) -> HttpResponse:
    def changes(entry: Entry) -> str:
        return "; ".join(f"{name}: {value}" for name, value in entry.changes.items())

    columns = [
        Column(_("Waktu"), lambda entry: entry.at.isoformat(timespec="seconds")),
        Column(_("Pelaku"), lambda entry: signer_in_words(entry.actor_name)),
        Column(_("Tindakan"), lambda entry: name_of_act(entry.act)),
        Column(_("Tentang"), lambda entry: entry.subject_label),
        Column(_("Rincian"), changes),
    ]
    return export_response(rows=rows, columns=columns, name="jejak-audit", file_format=file_format)  # type: ignore[arg-type]
