"""Announcements to Pemda: list, write, look at before sending, send, withdraw, put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.announcement_forms import AnnouncementForm, WithdrawForm
from adopsi.pusat.announcements import audience_in_words, mark_of, places_of, send_as_seen
from adopsi.pusat.frame import show
from adopsi.pusat.selectors import names_of_codes
from catalog.sdk.tables import Column, export_response, page_of
from tenants.announcements import selectors, services
from tenants.announcements.models import Announcement, Recipient
from tenants.errors import DomainError
from tenants.models import Region

PAGE_SIZE = 25


@central_required
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """The list with search, filters and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {
        "search": request.GET.get("cari", "").strip(),
        "state": request.GET.get("keadaan", ""),
        "severity": request.GET.get("tingkat", ""),
    }
    rows = selectors.list_announcements(**filters)
    if wanted := request.GET.get("unduh"):
        return export_response(rows=rows, columns=_columns(), name="pengumuman", file_format=wanted)
    page = page_of(request, rows, size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": [(row, audience_in_words(row)) for row in page.object_list],
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": [
            ("draft", _("Draf")),
            ("scheduled", _("Terjadwal")),
            ("shown", _("Tampil")),
            ("over", _("Berakhir")),
            ("withdrawn", _("Ditarik")),
        ],
        "severities": Announcement.Severity.choices,
    }
    return show(request, "pusat/announcements.html", context, nav="announcements")


def _columns() -> list[Column]:
    return [
        Column(_("Judul"), lambda row: row.title_id),
        Column(_("Tingkat"), lambda row: row.get_severity_display()),
        Column(_("Keadaan"), lambda row: row.state_in_words),
        Column(_("Sasaran"), audience_in_words),
        Column(_("Pemda"), lambda row: row.pemda_count),
        Column(_("Dibaca di"), lambda row: row.read_count),
        Column(_("Gagal"), lambda row: row.failed_count),
        Column(_("Ditulis oleh"), lambda row: row.created_by),
        Column(_("Dikirim"), lambda row: row.sent_at.isoformat(timespec="seconds") if row.sent_at else ""),
    ]


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, announcement_id: UUID | None = None) -> HttpResponse:
    """A new announcement or a draft; sending comes after the preview."""
    draft = _found(announcement_id) if announcement_id else None
    if draft is not None and not draft.is_draft:
        return redirect("pusat:announcement", draft.pk)
    form = AnnouncementForm(request.POST or None, draft=draft, initial=_wished(request))
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.write_announcement(wording=form.wording(), draft=draft, actor=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            return redirect("pusat:announcement", kept.pk)
    context = {
        "form": form,
        "draft": draft,
        "crumbs": [(_("Pengumuman"), reverse("pusat:announcements"))],
    }
    status = 422 if form.errors else 200
    return show(request, "pusat/announcement_form.html", context, nav="announcements", status=status)


def _wished(request: HttpRequest) -> dict[str, str]:
    """From a Pemda's page: an announcement to it alone."""
    code = request.GET.get("pemda", "")
    return {"audience": Announcement.Audience.PICKED, "picked": code} if code else {}


@central_required
@require_safe
@never_cache
def announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """A draft with its preview and whom it would go to; what was sent, with the journal of who got and read it."""
    found = _found(announcement_id)
    return _preview(request, found) if found.is_draft else _journal(request, found, WithdrawForm())


def _preview(request: HttpRequest, draft: Announcement) -> HttpResponse:
    places = places_of(draft.audience, draft.audience_values)
    search = request.GET.get("cari", "").strip()
    shown = [place for place in places if search.lower() in f"{place.code} {place.name}".lower()]
    context = {
        "announcement": draft,
        "audience": audience_in_words(draft),
        "count": len(places),
        "mark": mark_of(places),
        "page": page_of(request, shown, size=PAGE_SIZE),
        "search": search,
        "crumbs": [(_("Pengumuman"), reverse("pusat:announcements"))],
    }
    return show(request, "pusat/announcement_preview.html", context, nav="announcements")


def _journal(request: HttpRequest, sent: Announcement, form: WithdrawForm) -> HttpResponse:
    filters = {"search": request.GET.get("cari", "").strip(), "state": request.GET.get("keadaan", "")}
    rows = selectors.recipients_of(sent, codes=_codes(filters["search"]), state=filters["state"])
    if wanted := request.GET.get("unduh"):
        names = names_of_codes(row.pemda_code for row in rows)
        return export_response(
            rows=rows, columns=_journal_columns(names), name="penerima-pengumuman", file_format=wanted
        )
    page = page_of(request, rows, size=PAGE_SIZE)
    context = {
        "announcement": sent,
        "correction": getattr(sent, "correction", None),
        "audience": audience_in_words(sent),
        "totals": selectors.list_announcements().filter(pk=sent.pk).first(),
        "page": page,
        "names": names_of_codes(row.pemda_code for row in page.object_list),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": [*Recipient.State.choices, ("read", _("Sudah dibaca")), ("unread", _("Belum dibaca"))],
        "form": form,
        "crumbs": [(_("Pengumuman"), reverse("pusat:announcements"))],
    }
    status = 422 if form.errors else 200
    return show(request, "pusat/announcement.html", context, nav="announcements", status=status)


def _codes(search: str) -> list[str] | None:
    if not search:
        return None
    found = list(Region.objects.filter(display_name__icontains=search).values_list("code", flat=True))
    return [*found, search]


def _journal_columns(names: dict[str, str]) -> list[Column]:
    return [
        Column(_("Kode"), lambda row: row.pemda_code),
        Column(_("Pemda"), lambda row: names.get(row.pemda_code, "")),
        Column(_("Keadaan"), lambda row: row.get_state_display()),
        Column(_("Admin TI diberi tahu"), lambda row: row.told),
        Column(_("Surel terkirim"), lambda row: row.mailed),
        Column(_("Percobaan"), lambda row: row.attempts),
        Column(_("Orang yang membaca"), lambda row: row.readers),
        Column(_("Masalah"), lambda row: row.problem),
    ]


@central_required
@require_POST
def send(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Send it to those whom the page showed."""
    return _act(
        request,
        announcement_id,
        lambda found: send_as_seen(draft=found, mark=request.POST.get("penerima", ""), actor=request.user),
        _("Pengumuman dikirim. Jurnal di bawah ini menunjukkan siapa yang sudah menerima."),
    )


@central_required
@require_POST
def withdraw(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Take it off every console."""
    found, form = _found(announcement_id), WithdrawForm(request.POST)
    if not form.is_valid():
        return _journal(request, found, form)
    reason = form.cleaned_data["reason"]
    return _act(
        request,
        announcement_id,
        lambda sent: services.withdraw_announcement(announcement=sent, reason=reason, actor=request.user),
        _("Pengumuman ditarik dan tidak tampil lagi di konsol mana pun."),
    )


@central_required
@require_POST
def correct(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """A draft that will take its place."""
    try:
        draft = services.begin_correction(announcement=_found(announcement_id), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("pusat:announcement", announcement_id)
    return redirect("pusat:announcement-edit", draft.pk)


@central_required
@require_POST
def discard(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    try:
        services.discard_draft(draft=_found(announcement_id), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("pusat:announcement", announcement_id)
    messages.success(request, _("Draf dibuang."))
    return redirect("pusat:announcements")


@central_required
@require_POST
def retry(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Try the Pemda again that could not be told."""
    return _act(
        request,
        announcement_id,
        lambda found: services.tell_again(announcement=found, actor=request.user),
        _("Pemda yang gagal diberi tahu dicoba lagi."),
    )


def _act(request: HttpRequest, announcement_id: UUID, act: Callable[[Announcement], Any], done: str) -> HttpResponse:
    try:
        act(_found(announcement_id))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("pusat:announcement", announcement_id)


def _found(announcement_id: UUID) -> Announcement:
    found = selectors.get_announcement(announcement_id)
    if found is None:
        raise Http404(announcement_id)
    return found
