"""The acts: tim pusat writes, sends, withdraws and puts right; people of a Pemda read and put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.announcements import tasks
from tenants.announcements.errors import (
    AnnouncementEndsEarly,
    AnnouncementNeedsReason,
    AnnouncementNotSent,
    AnnouncementSent,
    AnnouncementStays,
    AnnouncementWithoutRecipients,
)
from tenants.announcements.models import Announcement, Reading, Recipient
from tenants.audit.services import record
from tenants.errors import NotAllowed
from tenants.router import PUBLIC

State = Announcement.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an announcement says, to whom, and when it is shown."""

    title_id: str
    title_en: str
    body_id: str
    body_en: str
    severity: str
    audience: str
    audience_values: Sequence[str] = ()
    shown_from: datetime | None = None
    shown_until: datetime | None = None


def _require_central(actor: Person) -> None:
    if not (actor.is_active and actor.kind == Person.Kind.CENTRAL):
        raise NotAllowed


# --- tim pusat ----------------------------------------------------------------------------------------


def write_announcement(*, wording: Wording, actor: Person, draft: Announcement | None = None) -> Announcement:
    """Keep a draft, new or changed; nobody gets it yet."""
    _require_central(actor)
    _refuse_early_end(wording.shown_from, wording.shown_until)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = _draft(draft) if draft else Announcement(created_by=actor.name, created_by_id=actor.pk)
        for name, value in asdict(wording).items():
            setattr(row, name, value)
        row.audience_values = list(wording.audience_values)
        row.save()
        _note("pusat.announcement_written", row, actor)
    return row


def _refuse_early_end(begins: datetime | None, ends: datetime | None) -> None:
    if ends and ends <= max(begins or timezone.now(), timezone.now()):
        raise AnnouncementEndsEarly(field="shown_until")


def discard_draft(*, draft: Announcement, actor: Person) -> None:
    """Throw a draft away; what was sent stays for ever."""
    _require_central(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = _draft(draft)
        _note("pusat.announcement_discarded", row, actor)
        row.delete()


def send_announcement(*, draft: Announcement, codes: Sequence[str], actor: Person) -> Announcement:
    """Send the draft to these Pemda: their consoles show it, their IT admins get it by mail, once each.

    A correction withdraws what it puts right in the same moment.
    """
    _require_central(actor)
    if not codes:
        raise AnnouncementWithoutRecipients
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = _draft(draft)
        _refuse_early_end(row.shown_from, row.shown_until)
        row.state, row.sent_by, row.sent_at = State.SENT, actor.name, timezone.now()
        row.save(update_fields=["state", "sent_by", "sent_at", "changed_at"])
        if row.corrects_id:
            _withdraw(Announcement.objects.select_for_update().get(pk=row.corrects_id), "", actor)
        Recipient.objects.bulk_create([Recipient(announcement=row, pemda_code=code) for code in sorted(set(codes))])
        _note("pusat.announcement_sent", row, actor, recipients=len(set(codes)))
        _after_commit()
    return row


def withdraw_announcement(*, announcement: Announcement, reason: str, actor: Person) -> Announcement:
    """Take it off every console at once; mails that are out stay out, so the reason is for their readers."""
    _require_central(actor)
    if not reason.strip():
        raise AnnouncementNeedsReason(field="reason")
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = _standing(announcement)
        _withdraw(row, reason.strip()[:300], actor)
        _note("pusat.announcement_withdrawn", row, actor, reason=row.withdrawal)
    return row


def begin_correction(*, announcement: Announcement, actor: Person) -> Announcement:
    """A draft with the same words for the same Pemda, which will take the place of what was sent."""
    _require_central(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = _standing(announcement)
        found = Announcement.objects.filter(corrects=row).first()
        if found is not None:
            return found
        names = ("severity", "title_id", "title_en", "body_id", "body_en", "shown_until")
        values = {name: getattr(row, name) for name in names}
        draft = Announcement.objects.create(
            **values,
            audience=Announcement.Audience.PICKED,
            audience_values=list(row.recipients.values_list("pemda_code", flat=True)),
            created_by=actor.name,
            created_by_id=actor.pk,
            corrects=row,
        )
        _note("pusat.announcement_written", draft, actor, corrects=str(row.pk))
    return draft


def tell_again(*, announcement: Announcement, actor: Person) -> int:
    """Try those Pemda again that could not be told; how many."""
    _require_central(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = _standing(announcement)
        failed = row.recipients.filter(state=Recipient.State.FAILED)
        count = failed.update(state=Recipient.State.WAITING, attempts=0, tried_at=None, problem="")
        _note("pusat.announcement_retried", row, actor, recipients=count)
        _after_commit()
    return count


def _draft(announcement: Announcement) -> Announcement:
    row = Announcement.objects.select_for_update().filter(pk=announcement.pk).first()
    if row is None or row.state != State.DRAFT:
        raise AnnouncementSent
    return row


def _standing(announcement: Announcement) -> Announcement:
    row = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if row.state != State.SENT:
        raise AnnouncementNotSent
    return row


def _withdraw(row: Announcement, reason: str, actor: Person) -> None:
    if row.state != State.SENT:
        raise AnnouncementNotSent
    row.state, row.withdrawn_by, row.withdrawn_at, row.withdrawal = State.WITHDRAWN, actor.name, timezone.now(), reason
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawal", "changed_at"])
    row.recipients.update(hidden_at=row.withdrawn_at)


def _note(act: str, row: Announcement, actor: Person, **changes: Any) -> None:
    record(act=act, subject=row, label=row.title_id, actor=actor, changes={"severity": row.severity, **changes})


def _after_commit() -> None:
    # A broker that is away loses a message, not the announcement: beat finds whoever waits.
    transaction.on_commit(lambda: tasks.tell_waiting.delay(), using=PUBLIC, robust=True)


# --- people of a Pemda --------------------------------------------------------------------------------


def note_reading(*, recipient: Recipient, person: Person) -> None:
    """Remember that somebody there opened it; the first time counts."""
    if person.support is not None:
        return
    row, _is_new = Reading.objects.get_or_create(recipient=recipient, person_id=person.pk)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])


def dismiss(*, recipient: Recipient, person: Person) -> None:
    """Put the banner away for this person alone; an urgent one stays."""
    if recipient.announcement.is_urgent:
        raise AnnouncementStays
    if person.support is not None:
        raise NotAllowed
    row, _is_new = Reading.objects.get_or_create(recipient=recipient, person_id=person.pk)
    row.dismissed_at = row.dismissed_at or timezone.now()
    row.save(update_fields=["dismissed_at"])


def forget_reader(*, person: Person, pemda_code: str) -> int:
    """Delete what tells that this person of the Pemda read or put away an announcement; how many there were."""
    return Reading.objects.filter(recipient__pemda_code=pemda_code, person_id=person.pk).delete()[0]
