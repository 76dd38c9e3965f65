"""The audit trail of the Pemda."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.console.access import admin_required
from adopsi.console.trails import entries_about, title_of
from adopsi.console.wording import act_in_words, changes_in_words, room_in_words, signer_in_words
from catalog.sdk.tables import Column, export_response, page_of
from tenants.audit.models import Entry
from tenants.audit.selectors import list_entries, list_rooms
from tenants.audit.services import record

PAGE_SIZE = 30


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Who did what and when; nobody can change it, not even an admin."""
    chosen = {
        name: request.GET.get(name, "").strip() for name in ("cari", "ruang", "tentang", "permintaan", "dari", "sampai")
    }
    entries = _found(chosen)
    if file_format := request.GET.get("format"):
        record(act="activity.exported", subject="audit.entry", actor=request.user, changes={"filter": chosen})
        return export_response(rows=entries, columns=_columns(), name="aktivitas", file_format=file_format)
    page = page_of(request, entries, size=PAGE_SIZE)
    for entry in page:
        entry.words, entry.changed = act_in_words(entry.act), changes_in_words(entry.changes)
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "rooms": _rooms(),
        "about": title_of(chosen["tentang"]),
    }
    return render(request, "console/activity.html", context)


def _found(chosen: dict[str, str]) -> QuerySet[Entry]:
    entries = entries_about(chosen["tentang"]) if chosen["tentang"] else list_entries()
    if chosen["cari"]:
        entries = entries & list_entries(search=chosen["cari"])
    if chosen["ruang"]:
        entries = entries.filter(act__startswith=f"{chosen['ruang']}.")
    if chosen["permintaan"]:
        entries = entries.filter(request_id=chosen["permintaan"])
    if moment := since(chosen["dari"]):
        entries = entries.filter(at__gte=moment)
    if moment := until(chosen["sampai"]):
        entries = entries.filter(at__lt=moment)
    return entries


def since(text: str) -> datetime | None:
    """The beginning of the day that somebody typed, in the Pemda's zone; None for no day."""
    day = _date(text)
    return _midnight(day) if day else None


def until(text: str) -> datetime | None:
    """The end of the day that somebody typed, in the Pemda's zone; None for no day."""
    day = _date(text)
    return _midnight(day + timedelta(days=1)) if day else None


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _rooms() -> list[tuple[str, str]]:
    return [(room, room_in_words(room)) for room in list_rooms()]


def _columns() -> list[Column]:
    return [
        Column(_("Waktu"), lambda entry: timezone.localtime(entry.at).isoformat(timespec="seconds")),
        Column(_("Pelaku"), lambda entry: signer_in_words(entry.actor_name)),
        Column(_("Tindakan"), lambda entry: act_in_words(entry.act)),
        Column(_("Kode"), lambda entry: entry.act),
        Column(_("Tentang"), lambda entry: entry.subject_label),
        Column(_("Rincian"), lambda entry: "; ".join(": ".join(pair) for pair in changes_in_words(entry.changes))),
        Column(_("Nomor permintaan"), lambda entry: entry.request_id),
    ]
