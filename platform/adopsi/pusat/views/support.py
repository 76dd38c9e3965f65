"""Support access from the team's side: ask, wait, enter by a one-time link, give up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.frame import show
from adopsi.pusat.selectors import name_of_code, names_of_codes
from adopsi.pusat.support import link_into
from adopsi.pusat.support_forms import AskAccessForm
from catalog.sdk.tables import Column, export_response, page_of
from tenants.errors import DomainError
from tenants.support import selectors, services
from tenants.support.models import SupportAccess


@central_required
@require_safe
@never_cache
def accesses(request: HttpRequest) -> HttpResponse:
    """The list with search, filter and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip(), "state": request.GET.get("keadaan", "")}
    rows = selectors.list_accesses(**filters)
    if wanted := request.GET.get("unduh"):
        return export_response(rows=rows, columns=_columns(), name="akses-dukungan", file_format=wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "names": names_of_codes(row.pemda_code for row in page.object_list),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": [("open", _("Sedang terbuka")), *SupportAccess.State.choices],
    }
    return show(request, "pusat/support.html", context, nav="support")


def _columns() -> list[Column]:
    return [
        Column(pgettext("waktu", "Diminta"), lambda row: row.asked_at.isoformat(timespec="seconds")),
        Column(_("Kode"), lambda row: row.pemda_code),
        Column(_("Diminta oleh"), lambda row: row.asked_by),
        Column(_("Alasan"), lambda row: row.reason),
        Column(_("Jam"), lambda row: row.hours),
        Column(_("Keadaan"), lambda row: row.state_in_words),
        Column(_("Diputuskan oleh"), lambda row: row.decided_by),
    ]


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a Pemda's admin."""
    form = AskAccessForm(request.POST or None, initial={"pemda": request.GET.get("pemda", "")})
    if request.method == "POST" and form.is_valid():
        wishes = {name: form.cleaned_data[name] for name in ("reason", "hours", "wants_write")}
        try:
            access = services.ask_access(pemda_code=form.cleaned_data["pemda"], actor=request.user, **wishes)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Permintaan dikirim. Admin TI Pemda itu menjawabnya."))
            return redirect("pusat:support-access", access.pk)
    context = {"form": form, "crumbs": [(_("Akses dukungan"), reverse("pusat:support"))]}
    return show(request, "pusat/support_ask.html", context, nav="support", status=422 if form.errors else 200)


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def access(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """One access; POST makes the link by which who asked can enter, shown once."""
    found = _access_or_404(access_id)
    link = ""
    if request.method == "POST":
        try:
            link = link_into(access=found, actor=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("pusat:support-access", found.pk)
    context = {
        "access": found,
        "name": name_of_code(found.pemda_code),
        "is_mine": found.asked_by_id == request.user.pk,
        "link": link,
        "crumbs": [(_("Akses dukungan"), reverse("pusat:support"))],
    }
    return show(request, "pusat/support_access.html", context, nav="support")


@central_required
@require_POST
def leave(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Take the question back, or give the access up."""
    try:
        services.leave_access(access=_access_or_404(access_id), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Akses dilepas."))
    return redirect("pusat:support-access", access_id)


def _access_or_404(access_id: UUID) -> SupportAccess:
    found = selectors.get_access(access_id)
    if found is None:
        raise Http404(access_id)
    return found
