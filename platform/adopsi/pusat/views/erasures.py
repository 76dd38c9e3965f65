"""Erasures of the whole fleet: those that wait for a second person first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.console.wording import signer_in_words
from adopsi.pusat import erasures as acts
from adopsi.pusat.access import central_required
from adopsi.pusat.forms import ReasonForm
from adopsi.pusat.frame import show
from adopsi.pusat.selectors import module_name, name_of_code, names_of_codes
from catalog.models import Activation
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.erasures import selectors
from provisioning.erasures.marks import is_one_person
from provisioning.models import Erasure
from tenants.errors import DomainError
from tenants.models import Pemda


@central_required
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """The list with search, filter and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip(), "state": request.GET.get("keadaan", "")}
    rows = selectors.list_erasures(**filters)
    if wanted := request.GET.get("unduh"):
        return _export(list(rows), wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "names": names_of_codes(row.pemda_code for row in page.object_list),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": Erasure.State.choices,
        "waiting": selectors.count_waiting(),
    }
    return show(request, "pusat/erasures.html", context, nav="erasures")


def _export(rows: list[Erasure], file_format: str) -> HttpResponse:
    names = names_of_codes(row.pemda_code for row in rows)
    columns = [
        Column(pgettext("waktu", "Diminta"), lambda row: row.asked_at.isoformat(timespec="seconds")),
        Column(_("Kode"), lambda row: row.pemda_code),
        Column(_("Pemda"), lambda row: names.get(row.pemda_code, "")),
        Column(_("Modul"), lambda row: row.slug),
        Column(_("Keadaan"), lambda row: row.get_state_display()),
        Column(_("Alasan"), lambda row: row.reason),
        Column(_("Diminta oleh"), lambda row: signer_in_words(row.asked_by)),
        Column(_("Diputuskan oleh"), lambda row: signer_in_words(row.approved_by)),
        Column(_("Alasan penolakan"), lambda row: row.refusal),
        Column(_("SHA-256 arsip"), lambda row: row.export_sha256),
    ]
    return export_response(rows=rows, columns=columns, name="penghapusan", file_format=file_format)


@central_required
@require_safe
@never_cache
def erasure(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """One erasure: what goes, who asked, and the second person's two answers."""
    found = _erasure_or_404(erasure_id)
    context = {
        "erasure": found,
        "run": found.run,
        "name": name_of_code(found.pemda_code),
        "module": module_name(found.slug),
        "place": Pemda.objects.filter(pk=found.pemda_code).first(),
        "activation": Activation.objects.filter(pemda_id=found.pemda_code, slug=found.slug).first(),
        "loss": acts.loss_of(found),
        "is_asked": found.state == Erasure.State.ASKED,
        "is_mine": is_one_person(found.asked_by_key, acts.key_of(request.user)),
        "export_until": selectors.export_until(found),
        "certificate": selectors.certificate_file(found),
        "check_url": selectors.check_url(found),
        "check_code": selectors.check_code(found) if found.export_sha256 else "",
        "form": ReasonForm(),
        "crumbs": [(_("Penghapusan data"), reverse("pusat:erasures"))],
    }
    return show(request, "pusat/erasure.html", context, nav="erasures")


@central_required
@require_POST
def approve(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """The second person's word."""
    try:
        run = acts.approve_erasure(actor=request.user, erasure=_erasure_or_404(erasure_id))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("pusat:erasure", erasure_id)
    messages.success(request, _("Disetujui. Data diekspor, lalu dihapus."))
    return redirect("pusat:run", run.pk)


@central_required
@require_POST
def refuse(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Say no, with a reason."""
    found, form = _erasure_or_404(erasure_id), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan penolakan; Pemda membacanya."))
        return redirect("pusat:erasure", erasure_id)
    try:
        acts.refuse_erasure(actor=request.user, erasure=found, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Ditolak. Tidak ada data yang dihapus."))
    return redirect("pusat:erasure", erasure_id)


def _erasure_or_404(erasure_id: UUID) -> Erasure:
    found = selectors.get_erasure(erasure_id)
    if found is None:
        raise Http404(erasure_id)
    return found
