"""Telling the Pemda: a message in the inbox of each IT admin, and its mail; once each, however often this runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenants.accounts.models import Person
from tenants.announcements.models import Announcement, Recipient
from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.models import Pemda
from tenants.notifications.models import Notification
from tenants.notifications.services import notify
from tenants.notifications.tasks import mail_notification
from tenants.router import PUBLIC
from tenants.tasks import pemda_task

KIND = "inti.pengumuman_pusat"
PATH = "/konsol/pengumuman/"
# A minute, two, four … never more than an hour apart: about nine hours in all.
MOST_ATTEMPTS = 14
LONGEST_PAUSE = timedelta(hours=1)
# As many Pemda as one round sends messages for; the next round takes the rest.
MOST_AT_ONCE = 1000
NO_ADMIN, NOT_MAILED, CLOSED = "no_admin", "not_mailed", "place_closed"
State = Recipient.State


@shared_task(name="tenants.announcements.tasks.tell_waiting")
def tell_waiting() -> int:
    """Send every Pemda that waits for something its own message; how many."""
    now, sent = timezone.now(), 0
    begun = Q(announcement__shown_from=None) | Q(announcement__shown_from__lte=now)
    rows = Recipient.objects.filter(begun, state=State.WAITING, hidden_at=None, announcement__state="sent")
    waiting = list(rows.order_by("tried_at", "pk")[:MOST_AT_ONCE])
    open_codes = _open_codes({row.pemda_code for row in waiting})
    for row in waiting:
        if not _is_due(row, now):
            continue
        if row.pemda_code in open_codes:
            tell_pemda.delay(pemda=row.pemda_code, announcement_id=str(row.announcement_id))
            sent += 1
        else:
            _write_down(row, told=row.told, mailed=row.mailed, problem=CLOSED)
    return sent


def _open_codes(codes: set[str]) -> set[str]:
    return set(Pemda.objects.filter(pk__in=codes, state=Pemda.State.ACTIVE).values_list("pk", flat=True))


def _is_due(row: Recipient, now: datetime) -> bool:
    if row.tried_at is None:
        return True
    pause = min(timedelta(minutes=2 ** max(0, row.attempts - 1)), LONGEST_PAUSE)
    return now >= row.tried_at + pause


@pemda_task
def tell_pemda(*, announcement_id: str) -> None:
    """Put the announcement into the inbox of every IT admin who has it not, and mail it to whom it was not mailed.

    The Pemda's own inbox says who has it: a second message writes nothing and mails nothing twice.
    """
    with transaction.atomic(using=PUBLIC):
        rows = Recipient.objects.select_for_update(of=("self",)).select_related("announcement")
        row = rows.filter(announcement_id=UUID(announcement_id), pemda_code=current_pemda().code).first()
        if row is None or row.state != State.WAITING or row.hidden_at is not None:
            return
        admins = list(Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True))
        with transaction.atomic():
            notes = {person.pk: _note_for(person, row.announcement) for person in admins}
            _write_into_trail(row.announcement)
        unsent = [note for note in notes.values() if note.person.email and note.mailed_at is None]
        problem = NO_ADMIN if not admins else NOT_MAILED if unsent else ""
        mailed = sum(note.mailed_at is not None for note in notes.values())
        _write_down(row, told=len(notes), mailed=mailed, problem=problem)


def _note_for(person: Person, announcement: Announcement) -> Notification:
    path = f"{PATH}{announcement.pk}/"
    found = Notification.objects.filter(person=person, kind=KIND, path=path).select_related("person").first()
    if found is not None:
        if found.mailed_at is None and person.email:
            # Its message may be lost, or the mail server was away; the task itself mails no note twice.
            code, note_id = current_pemda().code, found.pk
            transaction.on_commit(lambda: mail_notification.delay(pemda=code, notification_id=note_id), robust=True)
        return found
    with translation.override(person.language or "id"):
        severity = "" if announcement.severity == Announcement.Severity.INFO else announcement.get_severity_display()
        title = (
            _("Ralat: %(title)s") % {"title": announcement.title} if announcement.corrects_id else announcement.title
        )
        subject = f"[{severity}] {title}" if severity else title
        return notify(person=person, kind=KIND, subject=subject, body=announcement.body, path=path)


def _write_into_trail(announcement: Announcement) -> None:
    key = str(announcement.pk)
    if not Entry.objects.filter(act="announcement.received", subject_id=key).exists():
        changes = {"severity": announcement.severity}
        record(
            act="announcement.received",
            subject=announcement,
            label=announcement.title_id,
            actor=f"Tim Pusat · {announcement.sent_by}",
            changes=changes,
        )


def _write_down(row: Recipient, *, told: int, mailed: int, problem: str) -> None:
    """The journal of one attempt; the last of many ends in failure, which tim pusat sees and may try again."""
    row.told, row.mailed, row.problem, row.tried_at = told, mailed, problem, timezone.now()
    row.attempts += 1
    if not problem:
        row.state = State.DONE
    elif problem == NO_ADMIN or row.attempts >= MOST_ATTEMPTS:
        row.state = State.FAILED
    row.save(update_fields=["told", "mailed", "problem", "tried_at", "attempts", "state"])
