"""A person's rights over what LAKSA knows of them (UU 27/2022): a copy, correction, erasure, and the end of its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import BulkAct, Message, Photo, Report, Transition
from catalog.modules.laksa.services.photos import DRAFT
from catalog.modules.laksa.states import FINISHED, UNPUBLISHED
from catalog.sdk.attachments import Attachment, remove_attachment
from catalog.sdk.people import Person
from catalog.sdk.privacy import Correctable, NothingToCorrect
from catalog.sdk.records import record

ERASED = "(dihapus atas permintaan pemilik data)"
EXPIRED = "(dihapus setelah masa simpan)"
# What a reporter wrote about themselves or their place; what happened stays as it was reported.
CORRECTABLE = {"address": 200, "description": 4000}


def export_person(person: Person) -> dict[str, Any]:
    """All reports, messages, ratings and photos of the person, ready for JSON."""
    reports = Report.objects.filter(reporter=person).select_related("category")
    messages = Message.objects.filter(author=person).select_related("report")
    return {
        "reports": [_report(report) for report in reports],
        "messages": [
            {"report": message.report.number, "text": message.text, "at": message.created_at.isoformat()}
            for message in messages
        ],
    }


def _report(report: Report) -> dict[str, Any]:
    own_photos = report.photos.filter(kind=Photo.Kind.BEFORE).select_related("attachment")
    return {
        "number": report.number,
        "kind": report.kind,
        "category": report.category.code,
        "title": report.title,
        "description": report.description,
        "is_anonymous": report.is_anonymous,
        "is_confidential": report.is_confidential,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "district_code": report.district_code,
        "village_code": report.village_code,
        "address": report.address,
        "state": report.state,
        "rating": report.rating,
        "rating_comment": report.rating_comment,
        "created_at": report.created_at.isoformat(),
        "photos": [photo.attachment.get_absolute_url() for photo in own_photos],
    }


@transaction.atomic
def erase_person(person: Person) -> dict[str, Any]:
    """Erase what was never public; cut published reports, which are the city's record, from the person.

    Published reports keep what happened, where it was only by kecamatan, and the office's answers. Messages that an
    officer wrote for an OPD stay, without their name.
    """
    mine = Report.objects.select_for_update().filter(reporter=person)
    hidden = list(mine.filter(Q(is_confidential=True) | Q(state__in=UNPUBLISHED)))
    for report in hidden:
        _discard_photos(report.photos.all())
        report.delete()
    published = list(mine.exclude(pk__in=[report.pk for report in hidden]))
    for draft in Attachment.objects.filter(purpose=DRAFT, uploaded_by=person):
        remove_attachment(attachment=draft)
    photos = sum(_cut_loose(report, person) for report in published)
    messages = Message.objects.filter(author=person)
    erased = messages.filter(is_staff=False).update(text=ERASED, author=None)
    messages.update(author=None)
    Transition.objects.filter(actor=person).update(actor=None)
    BulkAct.objects.filter(actor=person).update(actor=None)
    facts = {
        "reports_erased": len(hidden),
        "reports_made_anonymous": len(published),
        "messages_erased": erased,
        "photos_erased": photos,
    }
    record(act="laksa.person_erased", subject="laksa.report", label="LAKSA", changes=facts)
    return facts


def _cut_loose(report: Report, person: Person) -> int:
    report.reporter, report.is_anonymous = None, True
    report.latitude = report.longitude = None
    report.address, report.village_code, report.rating_comment = "", "", ""
    report.save()
    Transition.objects.filter(report=report, actor=person).update(note="")
    return _discard_photos(report.photos.filter(kind=Photo.Kind.BEFORE))


def _discard_photos(photos: Any) -> int:
    found = list(photos.select_related("attachment"))
    for photo in found:
        photo.delete()
        remove_attachment(attachment=photo.attachment)
    return len(found)


def correctable_data(person: Person) -> list[Correctable]:
    """Address and description of the person's reports that are still open."""
    labels = {"address": _("Alamat laporan %(number)s"), "description": _("Uraian laporan %(number)s")}
    reports = Report.objects.filter(reporter=person).exclude(state__in=FINISHED)
    return [
        Correctable(f"{report.number}/{field}", labels[field] % {"number": report.number}, getattr(report, field))
        for report in reports
        for field in CORRECTABLE
    ]


@transaction.atomic
def correct_data(person: Person, key: str, value: str) -> None:
    """Put an address or a description right; raises NothingToCorrect for what is not the person's open report."""
    number, _slash, field = key.partition("/")
    mine = Report.objects.select_for_update().filter(reporter=person, number=number).exclude(state__in=FINISHED)
    report = mine.first()
    if report is None or field not in CORRECTABLE:
        raise NothingToCorrect
    setattr(report, field, value.strip()[: CORRECTABLE[field]])
    report.version += 1
    report.save(update_fields=[field, "version"])
    record(act="laksa.report_changed", subject=report, changes={"fields": [field]})


def expired_data(model: str, before: datetime) -> QuerySet:
    """Rows that still name a person, of reports that ended before the moment."""
    ended = Q(closed_at__lt=before) | Q(state__in=FINISHED, closed_at=None, created_at__lt=before)
    reports = Report.objects.filter(ended)
    rows: dict[str, QuerySet] = {
        "laksa.Report": reports.exclude(reporter=None),
        "laksa.Message": Message.objects.filter(report__in=reports, is_staff=False).exclude(text=EXPIRED),
        "laksa.Transition": Transition.objects.filter(report__in=reports).exclude(actor=None, note=""),
        "laksa.Photo": Photo.objects.filter(report__in=reports, kind=Photo.Kind.BEFORE),
        "laksa.BulkAct": BulkAct.objects.filter(at__lt=before),
    }
    return rows[model]


@transaction.atomic
def expire_data(model: str, rows: QuerySet) -> int:
    """Keep what happened for the statistics, without anybody's name, words, place or picture."""
    if model == "laksa.Report":
        return sum(_make_anonymous(report) for report in rows.select_for_update(of=("self",)))
    if model == "laksa.Message":
        return rows.update(text=EXPIRED, author=None)
    if model == "laksa.Transition":
        return rows.update(actor=None, note="")
    if model == "laksa.BulkAct":
        return rows.delete()[1].get(model, 0)
    return _discard_photos(rows)


def _make_anonymous(report: Report) -> int:
    report.reporter, report.is_anonymous = None, True
    report.latitude = report.longitude = None
    report.title = report.description = EXPIRED
    report.address, report.village_code, report.rating_comment = "", "", ""
    report.save()
    return 1
