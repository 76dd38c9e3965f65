"""The register of processing, the consents, and what retention would end next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from adopsi.console.access import desk_required
from adopsi.console.personal_data import time_in_words
from adopsi.console.vocabulary import field_in_words
from catalog.privacy.purposes import purposes_here
from catalog.privacy.register import Activity, activities_here
from catalog.privacy.retention import Due, what_is_due
from catalog.sdk.tables import Column, export_response, page_of
from tenants.audit.services import record
from tenants.privacy.paper import Paper
from tenants.privacy.selectors import list_consents, list_retention_runs
from tenants.privacy.sources import ANONYMISE, KEEP

WIDTHS = (18, 34, 30, 30, 26, 20)


@require_safe
@desk_required
def register(request: HttpRequest) -> HttpResponse:
    """The register of processing activities, also as CSV, XLSX and PDF."""
    search = request.GET.get("cari", "").strip().lower()
    source = request.GET.get("modul", "")
    activities = activities_here()
    sources = list(dict.fromkeys((each.source, each.title) for each in activities))
    rows = [each for each in activities if _fits(each, search, source)]
    if file_format := request.GET.get("format"):
        record(act="privacy.register_exported", subject="privacy.register", actor=request.user)
        if file_format == "pdf":
            return _pdf(request, rows)
        return export_response(rows=rows, columns=_columns(), name="register-pemrosesan", file_format=file_format)
    context = {
        "page": page_of(request, [(each, *_words(each)) for each in rows]),
        "search": request.GET.get("cari", ""),
        "source": source,
        "sources": sources,
        "is_filtered": bool(search or source),
        "tab": "register",
    }
    return render(request, "console/pdp/register.html", context)


def _fits(activity: Activity, search: str, source: str) -> bool:
    words = f"{activity.purpose} {activity.legal_basis} {activity.model} {activity.title}".lower()
    return (not source or activity.source == source) and search in words


def _words(activity: Activity) -> tuple[str, str]:
    return ", ".join(field_in_words(name) for name in activity.fields), retention_in_words(activity)


def retention_in_words(line: Activity | Due) -> str:
    """“5 tahun, lalu dianonimkan”, or for how long where no number of days says it."""
    if line.ending == KEEP:
        return _("Disimpan sebagai jejak audit")
    if not line.retention_days:
        return _("Selama akun ada")
    ended = _("%(time)s, lalu dianonimkan") if line.ending == ANONYMISE else _("%(time)s, lalu dihapus")
    return ended % {"time": time_in_words(line.retention_days)}


def _columns() -> list[Column]:
    return [
        Column(_("Modul"), lambda row: row.title),
        Column(pgettext("pemrosesan", "Tujuan"), lambda row: row.purpose),
        Column(_("Dasar hukum"), lambda row: row.legal_basis),
        Column(_("Data pribadi"), lambda row: _words(row)[0]),
        Column(_("Data spesifik"), lambda row: _("ya") if row.is_specific else _("tidak")),
        Column(_("Penerima"), lambda row: row.recipients),
        Column(_("Masa simpan"), retention_in_words),
    ]


def _pdf(request: HttpRequest, rows: list[Activity]) -> HttpResponse:
    paper = Paper(
        title=_("Rekam kegiatan pemrosesan data pribadi"),
        english="Record of processing activities, Law 27/2022 article 31",
        pemda=request.pemda.display_name,
        number=timezone.localtime().date().isoformat(),
        orientation="landscape",
    )
    columns = [column for index, column in enumerate(_columns()) if index != 4]
    paper.table(
        [column.heading for column in columns],
        [[str(column.value(row)) for column in columns] for row in rows],
        WIDTHS,
    )
    headers = {"Content-Disposition": 'attachment; filename="register-pemrosesan.pdf"'}
    return HttpResponse(paper.pdf(), content_type="application/pdf", headers=headers)


@require_safe
@desk_required
def consents(request: HttpRequest) -> HttpResponse:
    """Who agreed to what, in which words, and since when."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "tujuan", "status")}
    rows = list_consents(actor=request.user, search=chosen["cari"], purpose=chosen["tujuan"], state=chosen["status"])
    if file_format := request.GET.get("format"):
        record(act="privacy.consents_exported", subject="privacy.consent", actor=request.user)
        return export_response(rows=rows, columns=_consent_columns(), name="persetujuan", file_format=file_format)
    titles = {purpose.key: str(purpose.title) for purpose in purposes_here()}
    page = page_of(request, rows)
    for row in page:
        row.title = titles.get(row.purpose, row.purpose)
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "purposes": list(titles.items()),
        "states": [("berlaku", _("Berlaku")), ("ditarik", _("Ditarik"))],
        "tab": "consents",
    }
    return render(request, "console/pdp/consents.html", context)


def _consent_columns() -> list[Column]:
    return [
        Column(_("Nama"), lambda row: row.person.name),
        Column(pgettext("pemrosesan", "Tujuan"), lambda row: row.purpose),
        Column(_("Versi teks"), lambda row: row.version),
        Column(_("Teks"), lambda row: row.text),
        Column(_("Saluran"), lambda row: row.get_origin_display()),
        Column(_("Diberikan"), lambda row: timezone.localtime(row.given_at).isoformat(timespec="minutes")),
        Column(
            _("Ditarik"),
            lambda row: timezone.localtime(row.withdrawn_at).isoformat(timespec="minutes") if row.withdrawn_at else "",
        ),
    ]


@require_safe
@desk_required
def retention(request: HttpRequest) -> HttpResponse:
    """The dry run of tonight's work, and the journal of what was done."""
    due = what_is_due()
    runs = list_retention_runs(actor=request.user)
    if file_format := request.GET.get("format"):
        return export_response(rows=runs, columns=_run_columns(), name="masa-simpan", file_format=file_format)
    context = {
        "due": [(each, retention_in_words(each)) for each in due],
        "total": sum(each.rows for each in due),
        "page": page_of(request, runs),
        "tab": "retention",
    }
    return render(request, "console/pdp/retention.html", context)


def _run_columns() -> list[Column]:
    return [
        Column(_("Waktu"), lambda row: timezone.localtime(row.at).isoformat(timespec="minutes")),
        Column(_("Modul"), lambda row: row.source),
        Column(_("Data"), lambda row: row.model),
        Column(_("Tindakan"), lambda row: _("dianonimkan") if row.ending == ANONYMISE else _("dihapus")),
        Column(_("Baris"), lambda row: row.rows),
        Column(_("Lebih lama dari"), lambda row: row.before.date().isoformat()),
    ]
