"""The register of incidents, and the drafts of their notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import desk_required
from adopsi.console.forms.privacy import IncidentForm
from adopsi.portal.privacy_words import clock_in_words, steps_of
from catalog.sdk.tables import Column, export_response, page_of
from tenants.audit.services import record
from tenants.errors import DomainError
from tenants.privacy.clock import Clock, clock_of
from tenants.privacy.models import Incident
from tenants.privacy.notices import AUTHORITY, PEOPLE, draft_notice, draw_notice
from tenants.privacy.selectors import get_incident, list_incidents
from tenants.privacy.services import incidents


@require_safe
@desk_required
def index(request: HttpRequest) -> HttpResponse:
    """All incidents, newest first."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "status")}
    rows = list_incidents(actor=request.user, search=chosen["cari"], state=chosen["status"])
    if file_format := request.GET.get("format"):
        record(act="privacy.incidents_exported", subject="privacy.incident", actor=request.user)
        return export_response(rows=rows, columns=_columns(), name="insiden", file_format=file_format)
    page = page_of(request, rows)
    for row in page:
        row.clock = _clock(row)
        row.clock_words = clock_in_words(row.clock)
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "states": Incident.State.choices,
        "tab": "incidents",
    }
    return render(request, "console/pdp/incidents.html", context)


def _clock(incident: Incident) -> Clock:
    moments = [incident.people_notified_at, incident.authority_notified_at]
    known = [moment for moment in moments if moment is not None]
    return clock_of(due_at=incident.due_at, stopped_at=max(known) if len(known) == 2 else None)


def _columns() -> list[Column]:
    return [
        Column(_("Nomor"), lambda row: row.number),
        Column(_("Judul"), lambda row: row.title),
        Column(_("Status"), lambda row: row.get_state_display()),
        Column(_("Diketahui"), lambda row: timezone.localtime(row.discovered_at).isoformat(timespec="minutes")),
        Column(_("Batas waktu"), lambda row: timezone.localtime(row.due_at).isoformat(timespec="minutes")),
        Column(_("Jumlah orang"), lambda row: row.people_count),
        Column(_("Data pribadi"), lambda row: row.data_disclosed),
        Column(
            _("Orang diberi tahu"), lambda row: row.people_notified_at.isoformat() if row.people_notified_at else ""
        ),
        Column(
            _("Lembaga diberi tahu"),
            lambda row: row.authority_notified_at.isoformat() if row.authority_notified_at else "",
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required
def edit(request: HttpRequest, incident_id: int | None = None) -> HttpResponse:
    """Write down an incident, or what is known of it by now."""
    incident = _get(request, incident_id) if incident_id else None
    first = None if incident else {"discovered_at": timezone.localtime()}
    form = IncidentForm(request.POST or None, instance=incident, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = incidents.save_incident(incident=form.instance, actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Insiden disimpan. Draf pemberitahuan sudah siap."))
            return redirect("pdp:incident", incident_id=saved.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "incident": incident, "tab": "incidents"}
    return render(request, "console/pdp/incident_form.html", context, status=status)


def _get(request: HttpRequest, incident_id: int) -> Incident:
    incident = get_incident(actor=request.user, incident_id=incident_id)
    if incident is None:
        raise Http404(str(incident_id))
    return incident


@require_safe
@never_cache
@desk_required
def show(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident with its clock, both drafts and its trail."""
    incident = _get(request, incident_id)
    clock = _clock(incident)
    context = {
        "incident": incident,
        "clock": clock,
        "clock_words": clock_in_words(clock),
        "drafts": [draft_notice(incident=incident, audience=audience) for audience in (PEOPLE, AUTHORITY)],
        "events": steps_of(incident),
        "is_open": incident.state == Incident.State.OPEN,
        "tab": "incidents",
    }
    return render(request, "console/pdp/incident.html", context)


@require_safe
@desk_required
def notice(request: HttpRequest, incident_id: int, audience: str) -> HttpResponse:
    """A notice as PDF."""
    incident = _get(request, incident_id)
    if audience not in {PEOPLE, AUTHORITY}:
        raise Http404(audience)
    record(act="privacy.notice_drafted", subject=incident, actor=request.user, changes={"audience": audience})
    name = f"{incident.number}-{audience}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = draw_notice(incident=incident, audience=audience)
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@require_POST
@desk_required
def notified(request: HttpRequest, incident_id: int, audience: str) -> HttpResponse:
    """Note that one of the notices went out."""
    incident, how = _get(request, incident_id), request.POST.get("how", "")
    acts = {PEOPLE: incidents.note_people_notified, AUTHORITY: incidents.note_authority_notified}
    if audience not in acts:
        raise Http404(audience)
    act = partial(acts[audience], incident=incident, how=how, actor=request.user)
    return _act(request, incident, act, _("Pemberitahuan dicatat."))


@require_POST
@desk_required
def close(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Close it."""
    incident = _get(request, incident_id)
    act = partial(incidents.close_incident, incident=incident, actor=request.user)
    return _act(request, incident, act, _("Insiden ditutup."))


def _act(request: HttpRequest, incident: Incident, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("pdp:incident", incident_id=incident.pk)
