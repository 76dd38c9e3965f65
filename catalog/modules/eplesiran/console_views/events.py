"""Officers' events: list with export, form, and acts on one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.modules.eplesiran.forms.event import EventForm
from catalog.modules.eplesiran.models import Event
from catalog.modules.eplesiran.pictures import Picture, read_picture
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.selectors.events import find_maintained_event, list_maintained_events
from catalog.modules.eplesiran.services import events as services
from catalog.modules.eplesiran.trail import trail_items
from catalog.modules.eplesiran.wording import local, span_text
from catalog.sdk.context import local_now
from catalog.sdk.errors import DomainError
from catalog.sdk.people import role_required
from catalog.sdk.tables import Column, export_response, page_of


@require_safe
@role_required(MANAGER)
def events(request: HttpRequest) -> HttpResponse:
    """The events that the officer maintains; `?format=csv|xlsx` downloads the same rows."""
    text, state = request.GET.get("cari", "").strip()[:100], request.GET.get("status", "")
    rows = list_maintained_events(officer=request.user, text=text, state=state, now=local_now())
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="acara", file_format=file_format)
    page = page_of(request, rows, size=20)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": [(event, span_text(event.starts_at, event.ends_at)) for event in page],
        "text": text,
        "state": state,
        "states": [
            ("datang", _("Akan datang")),
            ("lewat", _("Sudah lewat")),
            ("tayang", _("Tayang")),
            ("draf", _("Tidak tayang")),
        ],
        "export_query": query.urlencode(),
        "now": local_now(),
    }
    return render(request, "eplesiran/console/events.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Nama acara"), lambda row: row.title),
        Column(pgettext("acara", "Mulai"), lambda row: f"{local(row.starts_at):%Y-%m-%d %H:%M}"),
        Column(pgettext("acara", "Selesai"), lambda row: f"{local(row.ends_at):%Y-%m-%d %H:%M}"),
        Column(_("Tempat"), lambda row: row.place),
        Column(pgettext("satu", "Destinasi"), lambda row: row.destination.name if row.destination else ""),
        Column(_("Uraian"), lambda row: row.description),
        Column(_("Tayang"), lambda row: _("Ya") if row.is_published else _("Tidak")),
        Column(_("OPD pengelola"), lambda row: row.opd.name if row.opd else ""),
    ]


@require_http_methods(["GET", "POST"])
@role_required(MANAGER)
def new(request: HttpRequest) -> HttpResponse:
    """Add an event."""
    return _form_page(request, None)


@require_http_methods(["GET", "POST"])
@role_required(MANAGER)
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change an event; beside the form stand its state, acts and trail."""
    return _form_page(request, find_maintained_event(officer=request.user, key=key))


def _form_page(request: HttpRequest, event: Event | None) -> HttpResponse:
    instance = find_maintained_event(officer=request.user, key=event.pk) if event else None
    is_sent = request.method == "POST"
    form = EventForm(*([request.POST, request.FILES] if is_sent else []), instance=instance, officer=request.user)
    picture = Picture()
    if is_sent:
        picture = _read(request, form)
        if form.is_valid() and (saved := _saved(request, form, event, picture)):
            messages.success(request, _("Acara tersimpan."))
            return redirect("eplesiran-console:event", saved.pk)
    context = {
        "event": event,
        "form": form,
        "picture": picture,
        "trail": trail_items(event) if event else [],
        "is_removed": is_sent and bool(request.POST.get("photo_remove")),
    }
    return render(request, "eplesiran/console/event.html", context, status=422 if is_sent else 200)


def _read(request: HttpRequest, form: EventForm) -> Picture:
    picture = read_picture(
        upload=request.FILES.get("photo"), token=request.POST.get("photo_kept", ""), actor=request.user
    )
    if picture.problem:
        form.add_error("photo", picture.problem)
    return picture


def _saved(request: HttpRequest, form: EventForm, event: Event | None, picture: Picture) -> Event | None:
    current = event.photo if event and not request.POST.get("photo_remove") else None
    facts = form.facts(picture.attachment or current)
    try:
        if event:
            return services.change_event(actor=request.user, event_id=event.pk, facts=facts)
        return services.add_event(actor=request.user, facts=facts, client_key=form.cleaned_data["once"])
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return None


@require_POST
@role_required(MANAGER)
def publish(request: HttpRequest, key: int) -> HttpResponse:
    """Show the event to the public."""
    event = services.publish_event(actor=request.user, event_id=key)
    messages.success(request, _("%(name)s kini tayang.") % {"name": event.title})
    return redirect("eplesiran-console:event", key)


@require_POST
@role_required(MANAGER)
def unpublish(request: HttpRequest, key: int) -> HttpResponse:
    """Take the event off the calendar."""
    event = services.unpublish_event(actor=request.user, event_id=key)
    messages.success(request, _("%(name)s diturunkan dari tayangan.") % {"name": event.title})
    return redirect("eplesiran-console:event", key)


@require_POST
@role_required(MANAGER)
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Delete an event that the public does not see."""
    try:
        services.delete_event(actor=request.user, event_id=key)
    except DomainError as error:
        if error.http_status in {403, 404}:
            raise
        messages.error(request, str(error.message))
        return redirect("eplesiran-console:event", key)
    messages.success(request, _("Acara dihapus."))
    return redirect("eplesiran-console:events")
