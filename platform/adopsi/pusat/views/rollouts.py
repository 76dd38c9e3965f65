"""Rollouts: the list, the form that starts one, and the ring board, live."""

from __future__ import annotations

import uuid
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.pusat import services
from adopsi.pusat.access import central_required
from adopsi.pusat.boards import board_of, result_rows
from adopsi.pusat.forms import RolloutForm
from adopsi.pusat.frame import show
from adopsi.pusat.releases import plan_rollout, title_or_refusal
from adopsi.pusat.selectors import module_name
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.models import Rollout, RolloutTarget
from provisioning.selectors import get_rollout, list_rollouts, unfinished_rollouts
from tenants.errors import DomainError
from tenants.models import Pemda

ACTS = {
    "jeda": (services.pause_rollout, gettext_lazy("Peluncuran dijeda.")),
    "lanjutkan": (services.resume_rollout, gettext_lazy("Peluncuran dilanjutkan.")),
    "batalkan": (services.cancel_rollout, gettext_lazy("Peluncuran dibatalkan.")),
}


@central_required
@require_safe
def rollouts(request: HttpRequest) -> HttpResponse:
    """The list with search, filter and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip(), "state": request.GET.get("keadaan", "")}
    rows = list_rollouts(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(list(rows), wanted)
    context = {
        "page": page_of(request, rows, size=25),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": Rollout.State.choices,
    }
    return show(request, "pusat/rollouts.html", context, nav="rollouts")


def _export(rows: list[Any], file_format: str) -> HttpResponse:
    columns = [
        Column(_("Waktu"), lambda row: row.created_at.isoformat(timespec="seconds")),
        Column(_("Modul"), lambda row: row.slug),
        Column(_("Versi"), lambda row: row.version),
        Column(_("Keadaan"), lambda row: row.get_state_display()),
        Column(_("Gelombang"), lambda row: row.get_ring_display()),
        Column(_("Pemda"), lambda row: row.total),
        *(Column(str(label), attrgetter(name)) for name, label in RolloutTarget.State.choices),
        Column(_("Diminta oleh"), lambda row: row.requested_by),
        Column(_("Alasan"), lambda row: row.reason),
        Column(_("Sebab berhenti"), lambda row: row.halt_reason_in_words),
    ]
    return export_response(rows=rows, columns=columns, name="peluncuran", file_format=file_format)


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What a rollout of the module would do; on POST, start it."""
    title, refusal = title_or_refusal(slug), ""
    form = RolloutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rollout = services.start_rollout(actor=request.user, slug=slug, **form.cleaned_data)
            return redirect("pusat:rollout", rollout.pk)
        except DomainError as error:
            refusal = str(error.message)
    context = {
        "slug": slug,
        "title": title,
        "name": module_name(slug),
        "form": form,
        "refusal": refusal,
        "plan": plan_rollout(slug),
        "running": unfinished_rollouts().get(slug),
        "crumbs": [(_("Rilis"), reverse("pusat:releases")), (module_name(slug), reverse("pusat:release", args=[slug]))],
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "pusat/rollout_start.html", context, nav="rollouts", status=status)


def _rollout_or_404(rollout_id: uuid.UUID) -> Rollout:
    found = get_rollout(rollout_id)
    if found is None:
        raise Http404(rollout_id)
    return found


def _board(request: HttpRequest, rollout: Rollout) -> dict[str, Any]:
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "state": request.GET.get("keadaan", ""),
        "ring": request.GET.get("gelombang", ""),
    }
    page = page_of(request, result_rows(rollout, **filters), size=25)
    return {
        "rollout": rollout,
        "name": module_name(rollout.slug),
        "board": board_of(rollout),
        "page": page,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": RolloutTarget.State.choices,
        "rings": Pemda.Ring.choices,
        "poll_url": f"{reverse('pusat:rollout-board', args=[rollout.pk])}?{request.GET.urlencode()}",
    }


@central_required
@require_safe
@never_cache
def rollout(request: HttpRequest, rollout_id: uuid.UUID) -> HttpResponse:
    """The ring board with the result of each Pemda, live; `?unduh=csv|xlsx` gives all results of the filter."""
    found = _rollout_or_404(rollout_id)
    context = _board(request, found)
    if wanted := request.GET.get("unduh"):
        return _export_results(result_rows(found, **context["filters"]), wanted)
    context["crumbs"] = [(_("Peluncuran"), reverse("pusat:rollouts"))]
    return show(request, "pusat/rollout.html", context, nav="rollouts")


def _export_results(rows: Any, file_format: str) -> HttpResponse:
    columns = [
        Column(_("Kode"), lambda row: row.target.pemda_code),
        Column(_("Pemda"), lambda row: row.name),
        Column(_("Gelombang"), lambda row: row.target.get_ring_display()),
        Column(_("Dari versi"), lambda row: row.target.from_version),
        Column(_("Hasil"), lambda row: row.target.get_state_display()),
        Column(_("Percobaan"), lambda row: row.target.attempts),
        Column(_("Keterangan"), lambda row: row.target.note_in_words),
        Column(
            _("Selesai"),
            lambda row: row.target.finished_at.isoformat(timespec="seconds") if row.target.finished_at else "",
        ),
    ]
    return export_response(rows=rows, columns=columns, name="hasil-peluncuran", file_format=file_format)


@central_required
@require_safe
@never_cache
def board(request: HttpRequest, rollout_id: uuid.UUID) -> HttpResponse:
    """The board alone, for polling; without a script this address leads to the page."""
    found = _rollout_or_404(rollout_id)
    if not request.htmx:
        return redirect("pusat:rollout", rollout_id)
    answer = render(request, "pusat/parts/rollout_board.html", _board(request, found))
    if found.state != Rollout.State.RUNNING:
        # What can be done now stands outside of the fragment.
        answer["HX-Refresh"] = "true"
    return answer


@central_required
@require_POST
def act(request: HttpRequest, rollout_id: uuid.UUID, name: str) -> HttpResponse:
    """Pause, resume or cancel the rollout."""
    if name not in ACTS:
        raise Http404(name)
    do, words = ACTS[name]
    try:
        do(actor=request.user, rollout=_rollout_or_404(rollout_id))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, words)
    return redirect("pusat:rollout", rollout_id)


@central_required
@require_POST
def retry(request: HttpRequest, rollout_id: uuid.UUID, target_id: int) -> HttpResponse:
    """Try one Pemda of the rollout again."""
    target = _rollout_or_404(rollout_id).targets.select_related("rollout").filter(pk=target_id).first()
    if target is None:
        raise Http404(target_id)
    try:
        services.retry_target(actor=request.user, target=target)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Pemda itu dicoba lagi."))
    return redirect("pusat:rollout", rollout_id)
