"""Reading announcements: all of them for tim pusat, a Pemda's own, and the banners of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.announcements.models import Announcement, Reading, Recipient
from tenants.directory import PemdaCache

State = Announcement.State
PHASES = ("scheduled", "shown", "over")


# --- tim pusat ----------------------------------------------------------------------------------------


def list_announcements(*, search: str = "", state: str = "", severity: str = "") -> QuerySet[Announcement]:
    """All announcements, newest first, with counts; `state` is one of the model's, or scheduled, shown or over."""
    rows = Announcement.objects.annotate(
        pemda_count=Count("recipients", distinct=True),
        read_count=Count("recipients", filter=Q(recipients__readings__read_at__isnull=False), distinct=True),
        failed_count=Count("recipients", filter=Q(recipients__state=Recipient.State.FAILED), distinct=True),
    )
    # A query that counts forgets the model's own order.
    rows = rows.order_by("-created_at", "pk")
    if search:
        texts = ("title_id", "title_en", "body_id", "body_en", "created_by")
        wanted = Q()
        for name in texts:
            wanted |= Q(**{f"{name}__icontains": search})
        rows = rows.filter(wanted)
    if severity:
        rows = rows.filter(severity=severity)
    if state in PHASES:
        return rows.filter(_in_phase(state, timezone.now()), state=State.SENT)
    return rows.filter(state=state) if state else rows


def _in_phase(phase: str, now: datetime) -> Q:
    over, waits = Q(shown_until__lte=now), Q(shown_from__gt=now)
    return {"over": over, "scheduled": waits, "shown": ~over & ~waits}[phase]


def get_announcement(announcement_id: UUID) -> Announcement | None:
    """The announcement with this number."""
    return Announcement.objects.select_related("corrects", "correction").filter(pk=announcement_id).first()


def recipients_of(
    announcement: Announcement, *, codes: list[str] | None = None, state: str = ""
) -> QuerySet[Recipient]:
    """Who gets it, with how many there read it; `state` is one of the model's, `read` or `unread`."""
    rows = announcement.recipients.annotate(
        readers=Count("readings", filter=Q(readings__read_at__isnull=False), distinct=True),
        dismissals=Count("readings", filter=Q(readings__dismissed_at__isnull=False), distinct=True),
    )
    rows = rows.order_by("pemda_code")
    if codes is not None:
        rows = rows.filter(pemda_code__in=codes)
    if state in ("read", "unread"):
        return rows.filter(readers__gt=0) if state == "read" else rows.filter(readers=0)
    return rows.filter(state=state) if state else rows


def sent_to(pemda_code: str) -> QuerySet[Recipient]:
    """What a Pemda got, newest first."""
    rows = Recipient.objects.filter(pemda_code=pemda_code).select_related("announcement")
    return rows.order_by("-announcement__sent_at")


def count_failed() -> int:
    """How many Pemda could not be told of something that still stands."""
    return Recipient.objects.filter(
        state=Recipient.State.FAILED, hidden_at=None, announcement__state=State.SENT
    ).count()


# --- a Pemda ------------------------------------------------------------------------------------------


def _load(code: str) -> tuple[str, tuple[Recipient, ...]]:
    rows = Recipient.objects.filter(pemda_code=code, hidden_at=None, announcement__state=State.SENT)
    rows = rows.exclude(announcement__shown_until__lte=timezone.now()).select_related("announcement")
    return code, tuple(rows.order_by("-announcement__sent_at"))


_standing: PemdaCache[tuple[Recipient, ...]] = PemdaCache(_load)


@dataclass(frozen=True, slots=True)
class Banner:
    """An announcement at the head of a page."""

    announcement: Announcement
    can_be_dismissed: bool


def banners_for(person: Person, code: str) -> list[Banner]:
    """What stands at the head of this person's pages, the urgent first; no query where nothing was announced."""
    now = timezone.now()
    standing = [row for row in _standing.get(code) or () if _is_shown(row.announcement, now)]
    if not standing:
        return []
    keys = [row.pk for row in standing]
    away = set(
        Reading.objects.filter(recipient_id__in=keys, person_id=person.pk, dismissed_at__isnull=False).values_list(
            "recipient_id", flat=True
        )
    )
    rows = [row.announcement for row in standing if row.announcement.is_urgent or row.pk not in away]
    ordered = sorted(rows, key=lambda each: list(Announcement.Severity.values).index(each.severity), reverse=True)
    # Who acts by support access is nobody of the Pemda: what they put away would be away for a number alone.
    return [Banner(each, not each.is_urgent and person.support is None) for each in ordered]


def _is_shown(announcement: Announcement, now: datetime) -> bool:
    begins = announcement.shown_from is None or announcement.shown_from <= now
    return begins and not announcement.is_over(now)


def received_by(code: str, *, search: str = "") -> QuerySet[Recipient]:
    """What a Pemda may read: all that was sent to it and has begun, withdrawn ones too, newest first."""
    begun = Q(announcement__shown_from=None) | Q(announcement__shown_from__lte=timezone.now())
    rows = sent_to(code).filter(begun).exclude(announcement__state=State.DRAFT)
    if search:
        texts = ("title_id", "title_en", "body_id", "body_en")
        wanted = Q()
        for name in texts:
            wanted |= Q(**{f"announcement__{name}__icontains": search})
        rows = rows.filter(wanted)
    return rows


def received(code: str, announcement_id: UUID) -> Recipient | None:
    """One of those."""
    return received_by(code).filter(announcement_id=announcement_id).first()


def readings_of(person: Person, code: str) -> list[dict[str, Any]]:
    """What a person of the Pemda read or put away, and when."""
    rows = Reading.objects.filter(recipient__pemda_code=code, person_id=person.pk).order_by("pk")
    return list(rows.values("recipient__announcement__title_id", "read_at", "dismissed_at"))
