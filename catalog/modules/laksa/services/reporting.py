"""The citizen's first act: reporting a problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from catalog.modules.laksa.errors import (
    AnonymousNotOffered,
    CategoryClosed,
    KeyTaken,
    OutsidePemda,
    PlaceUnknown,
    TextMissing,
)
from catalog.modules.laksa.models import Category, Photo, Report, Transition
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.deadlines import verify_by
from catalog.modules.laksa.services.events import tell_created
from catalog.modules.laksa.services.locking import ANONYMOUS
from catalog.modules.laksa.services.numbering import take_number
from catalog.modules.laksa.services.pacing import count_report, refuse_flood
from catalog.modules.laksa.services.photos import attach_photos
from catalog.modules.laksa.states import State
from catalog.sdk.attachments import Attachment, TooManyFiles
from catalog.sdk.context import current_pemda, module_settings
from catalog.sdk.people import Person
from catalog.sdk.places import contains, find_district, find_village, nearest_district
from catalog.sdk.records import record


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a point in WGS84 degrees, a kecamatan with or without kelurahan, words; as far as known."""

    latitude: float | None = None
    longitude: float | None = None
    district_code: str = ""
    village_code: str = ""
    address: str = ""


def report_problem(
    *,
    reporter: Person,
    category: Category,
    title: str,
    description: str,
    place: Place,
    client_key: UUID,
    kind: str = Report.Kind.COMPLAINT,
    is_anonymous: bool = False,
    is_confidential: bool = False,
    photos: Sequence[Attachment] = (),
    sent_from: str = "",
) -> Report:
    """File a report with its ticket number, whole or not at all; the same `client_key` gives the first report again.

    `sent_from` is the internet address of a request, for the hour's limit; it is not kept.
    """
    if (earlier := _sent_before(client_key, reporter)) is not None:
        return earlier
    refuse_flood(reporter=reporter, sent_from=sent_from)
    _refuse(category=category, title=title, description=description, is_anonymous=is_anonymous, photos=photos)
    place = locate(place)
    report = Report(
        kind=kind,
        category=category,
        title=title.strip(),
        description=description.strip(),
        is_anonymous=is_anonymous,
        is_confidential=is_confidential,
        latitude=place.latitude,
        longitude=place.longitude,
        district_code=place.district_code,
        village_code=place.village_code,
        address=place.address.strip(),
        reporter=reporter,
        client_key=client_key,
        due_on=verify_by(),
    )
    try:
        _file(report, reporter, photos)
    except IntegrityError:
        # Two posts of one form at the same moment: the other one won.
        earlier = _sent_before(client_key, reporter)
        if earlier is None:
            raise
        return earlier
    count_report(sent_from=sent_from)
    return report


@transaction.atomic
def _file(report: Report, reporter: Person, photos: Sequence[Attachment]) -> None:
    report.number = take_number()
    report.save(force_insert=True)
    attach_photos(report=report, drafts=photos, kind=Photo.Kind.BEFORE, person=reporter)
    Transition.objects.create(report=report, to_state=State.SUBMITTED, actor=reporter, at=report.created_at)
    # An anonymous reporter is named neither in the trail nor in its label.
    actor = ANONYMOUS if report.is_anonymous else reporter
    record(act="laksa.report_filed", subject=report, actor=actor, label=f"{report.number} {report.title}")
    notices.received(report)
    tell_created(report)


def _sent_before(client_key: UUID, reporter: Person) -> Report | None:
    earlier = Report.objects.filter(client_key=client_key).first()
    if earlier is not None and earlier.reporter_id != reporter.pk:
        raise KeyTaken
    return earlier


def _refuse(
    *, category: Category, title: str, description: str, is_anonymous: bool, photos: Sequence[Attachment]
) -> None:
    settings = module_settings("laksa")
    for field, text in (("title", title), ("description", description)):
        if not text.strip():
            raise TextMissing(field)
    if not category.is_active:
        raise CategoryClosed
    if is_anonymous and not settings["allow_anonymous"]:
        raise AnonymousNotOffered
    if len(photos) > settings["max_photos"]:
        raise TooManyFiles(field="photos")


def locate(place: Place) -> Place:
    """The place with its kecamatan, checked against the region; raises OutsidePemda or PlaceUnknown."""
    pemda = current_pemda()
    latitude, longitude = place.latitude, place.longitude
    district, village = place.district_code or place.village_code[:8], place.village_code
    if (latitude is None) != (longitude is None):
        raise PlaceUnknown("latitude")
    if latitude is not None and longitude is not None:
        if not contains(pemda.code, latitude, longitude):
            raise OutsidePemda(pemda.display_name)
        nearest = None if district else nearest_district(pemda.code, latitude, longitude)
        district = nearest.code if nearest else district
    if not district.startswith(pemda.region_code) or find_district(district) is None:
        raise PlaceUnknown
    if village and (not village.startswith(district) or find_village(village) is None):
        raise PlaceUnknown("village_code")
    return Place(latitude, longitude, district, village, place.address)
