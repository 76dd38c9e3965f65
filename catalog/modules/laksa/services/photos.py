"""Photos on their way into a report: stored as drafts first, so that a form that comes back keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from catalog.modules.laksa.errors import PhotoGone
from catalog.modules.laksa.models import Message, Photo, Report
from catalog.sdk.attachments import Attachment, remove_attachment, store_image
from catalog.sdk.context import current_pemda
from catalog.sdk.people import Person

DRAFT, REPORT, ANSWER = "laksa.draft", "laksa.report", "laksa.answer"
DRAFT_AGE = timedelta(days=1)


def keep_draft(*, upload: UploadedFile, person: Person) -> Attachment:
    """Store one chosen photo before the form is complete; raises the refusals of attachments."""
    _discard_old_drafts(person)
    return store_image(upload=upload, purpose=DRAFT, visibility=Attachment.Visibility.OWNER, actor=person)


def _discard_old_drafts(person: Person) -> None:
    left = Attachment.objects.filter(purpose=DRAFT, uploaded_by=person, created_at__lt=timezone.now() - DRAFT_AGE)
    for attachment in left[:20]:
        remove_attachment(attachment=attachment)


def sign_drafts(*, drafts: Sequence[Attachment], person: Person) -> str:
    """The drafts as a text for a hidden field, useful only to this person in this Pemda."""
    return signing.dumps([str(draft.pk) for draft in drafts], salt=_salt(person))


def read_drafts(*, token: str, person: Person) -> list[Attachment]:
    """The drafts of a hidden field in their order; raises PhotoGone when they cannot be had any more."""
    if not token:
        return []
    try:
        keys = signing.loads(token, salt=_salt(person), max_age=DRAFT_AGE)
        found = Attachment.objects.filter(purpose=DRAFT, uploaded_by=person).in_bulk(keys)
    except (signing.BadSignature, ValidationError):
        raise PhotoGone from None
    return [draft for key in keys if (draft := next((d for d in found.values() if str(d.pk) == key), None))]


def _salt(person: Person) -> str:
    return f"laksa.drafts.{current_pemda().code}.{person.pk}"


def attach_photos(
    *, report: Report, drafts: Sequence[Attachment], kind: str, message: Message | None = None, person: Person
) -> None:
    """Make the person's drafts photos of the report, inside the transaction of the act."""
    if not drafts:
        return
    keys = [draft.pk for draft in drafts]
    mine = Attachment.objects.select_for_update().filter(pk__in=keys, purpose=DRAFT, uploaded_by=person)
    if mine.count() != len(set(keys)):
        raise PhotoGone
    purpose = REPORT if kind == Photo.Kind.BEFORE else ANSWER
    mine.update(purpose=purpose, visibility=visibility_of(report))
    Photo.objects.bulk_create([Photo(report=report, message=message, attachment_id=key, kind=kind) for key in keys])


def visibility_of(report: Report) -> str:
    """Who may open the report's photos now."""
    return Attachment.Visibility.PUBLIC if report.is_published else Attachment.Visibility.OWNER


def show_photos_as_report(*, report: Report) -> None:
    """Open or close the photos to the public as the report itself is."""
    keys = report.photos.values_list("attachment_id", flat=True)
    Attachment.objects.filter(pk__in=list(keys)).update(visibility=visibility_of(report))


@transaction.atomic
def discard_draft(*, attachment: Attachment, person: Person) -> None:
    """Remove a draft that the person took back."""
    if attachment.purpose == DRAFT and attachment.uploaded_by_id == person.pk:
        remove_attachment(attachment=attachment)
