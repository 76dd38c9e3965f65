"""A Pemda from the outside: its health without entering, and its history in one line of time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.console.views.activity import since, until
from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.health import FAULT_DAYS, RUN_DAYS, health_of
from adopsi.pusat.history import KINDS, History
from adopsi.pusat.selectors import name_of_code
from adopsi.pusat.views.plans import crumbs_of, pemda_or_404
from catalog.sdk.tables import Column, export_response, page_of

PAGE_SIZE = 25


@central_required
@require_safe
@never_cache
def health(request: HttpRequest, code: str) -> HttpResponse:
    """Health, versions, runs, faults and counts; and plainly what cannot be seen."""
    place = pemda_or_404(code)
    context = {
        "place": place,
        "name": name_of_code(code),
        "health": health_of(code),
        "fault_days": FAULT_DAYS,
        "run_days": RUN_DAYS,
        "crumbs": crumbs_of(place),
    }
    return show(request, "pusat/health.html", context, nav="fleet")


@central_required
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that happened with the Pemda; `?unduh=csv|xlsx` gives all rows of the filter."""
    place = pemda_or_404(code)
    chosen = {name: request.GET.get(name, "").strip() for name in ("jenis", "dari", "sampai")}
    events = History(code, kind=chosen["jenis"], since=since(chosen["dari"]), until=until(chosen["sampai"]))
    if wanted := request.GET.get("unduh"):
        return export_response(rows=events, columns=_columns(), name=f"riwayat-{code}", file_format=wanted)
    context = {
        "place": place,
        "name": name_of_code(code),
        "page": page_of(request, events, size=PAGE_SIZE),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "kinds": [(name, kind.label) for name, kind in KINDS.items()],
        "crumbs": crumbs_of(place),
    }
    return show(request, "pusat/history.html", context, nav="fleet")


def _columns() -> list[Column]:
    return [
        Column(_("Waktu"), lambda event: event.at.isoformat(timespec="seconds")),
        Column(_("Jenis"), lambda event: event.kind_label),
        Column(_("Peristiwa"), lambda event: event.title),
        Column(_("Keadaan"), lambda event: event.state),
        Column(_("Oleh"), lambda event: event.who),
        Column(_("Rincian"), lambda event: event.text),
    ]
