"""Asking, assigning and answering: every request is answered within 3x24 hours, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.notifications.services import notify
from tenants.privacy.access import require_desk, works_at_desk
from tenants.privacy.clock import LIMIT
from tenants.privacy.errors import (
    AssigneeNotAtDesk,
    IdentityNeeded,
    NothingToCorrect,
    ReasonNeeded,
    RequestEnded,
    RequestUnderWay,
    StaffData,
)
from tenants.privacy.models import Correction, DataRequest, RequestStep
from tenants.privacy.selectors import open_requests_of, people_at_desk

DESK_KIND, APPLICANT_KIND = "inti.pdp_masuk", "inti.pdp_jawaban"
OWN_PAGE = "/data-saya/"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field that should read otherwise: where it lies, what it says and what it should say."""

    source: str
    key: str
    label: str
    before: str
    proposed: str


@transaction.atomic
def ask(*, person: Person, kind: str, details: str = "", scope: str = "") -> DataRequest:
    """A citizen asks about their own data; the clock starts now and the desk is told."""
    if kind == DataRequest.Kind.ERASURE and not person.is_citizen:
        raise StaffData
    request = _open(
        kind=kind,
        channel=DataRequest.Channel.ONLINE,
        person=person,
        name=person.name,
        contact=person.email or "",
        details=details,
        scope=scope,
        received_at=timezone.now(),
        identity="",
    )
    note_step(request=request, act="received", actor=person)
    record(act="privacy.requested", subject=request, actor=person, label=request.number, changes={"kind": kind})
    if kind != DataRequest.Kind.ACCESS:
        _tell_desk(request)
    return request


@transaction.atomic
def ask_correction(*, person: Person, proposals: Iterable[Proposal], details: str = "") -> DataRequest:
    """A citizen proposes other words for fields about them; nothing changes before an officer agrees."""
    wanted = [each for each in proposals if each.proposed.strip() and each.proposed.strip() != each.before.strip()]
    if not wanted:
        raise NothingToCorrect
    request = ask(person=person, kind=DataRequest.Kind.CORRECTION, details=details)
    Correction.objects.bulk_create(
        Correction(
            request=request,
            source=each.source,
            key=each.key,
            label=each.label[:200],
            before=each.before,
            proposed=each.proposed.strip(),
        )
        for each in wanted
    )
    return request


@transaction.atomic
def enter_at_counter(
    *,
    actor: Person,
    kind: str,
    name: str,
    contact: str,
    identity_check: str,
    details: str,
    received_at: datetime,
    person: Person | None = None,
) -> DataRequest:
    """An officer enters a letter or a visit; the clock counts from when it came in, not from now."""
    require_desk(actor)
    if not identity_check.strip():
        raise IdentityNeeded
    request = _open(
        kind=kind,
        channel=DataRequest.Channel.COUNTER,
        person=person,
        name=name,
        contact=contact,
        details=details,
        scope="",
        received_at=min(received_at, timezone.now()),
        identity=identity_check.strip(),
    )
    note_step(request=request, act="entered", actor=actor)
    record(act="privacy.request_entered", subject=request, actor=actor, label=request.number, changes={"kind": kind})
    return request


def _open(
    *,
    kind: str,
    channel: str,
    person: Person | None,
    name: str,
    contact: str,
    details: str,
    scope: str,
    received_at: datetime,
    identity: str,
) -> DataRequest:
    request = DataRequest(
        kind=kind,
        channel=channel,
        person=person,
        applicant_name=name,
        applicant_contact=contact,
        identity_check=identity,
        details=details.strip(),
        scope=scope,
        received_at=received_at,
        due_at=received_at + LIMIT,
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        if "privacy_one_open_request" in str(error):
            raise RequestUnderWay from None
        raise
    return request


def _tell_desk(request: DataRequest) -> None:
    for officer in people_at_desk():
        notify(
            person=officer,
            kind=DESK_KIND,
            subject=_("Permintaan data pribadi %(number)s") % {"number": request.number},
            body=_("%(kind)s. Jawab dalam 3x24 jam.") % {"kind": request.get_kind_display()},
            path=f"/konsol/pdp/permintaan/{request.pk}/",
        )


def lock_open(request_id: UUID) -> DataRequest:
    """The request, locked until the transaction ends; raises `RequestEnded` when it was answered."""
    request = DataRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request_id)
    if not request.is_open:
        raise RequestEnded
    return request


@transaction.atomic
def assign(*, request: DataRequest, to: Person, actor: Person) -> DataRequest:
    """Give the request to somebody at the desk."""
    require_desk(actor)
    if not works_at_desk(to):
        raise AssigneeNotAtDesk
    request = lock_open(request.pk)
    request.assigned_to, request.state = to, DataRequest.State.IN_PROGRESS
    request.save(update_fields=["assigned_to", "state"])
    note_step(request=request, act="assigned", actor=actor, note=to.name)
    record(act="privacy.request_assigned", subject=request, actor=actor, label=request.number)
    if to != actor:
        _tell_assignee(request, to)
    return request


@transaction.atomic
def hand_over_requests(*, person: Person, to: Person, actor: Person) -> int:
    """Give every open request of one person to another at the desk; how many changed hands."""
    require_desk(actor)
    rows = list(open_requests_of(person))
    for row in rows:
        assign(request=row, to=to, actor=actor)
    return len(rows)


def _tell_assignee(request: DataRequest, to: Person) -> None:
    notify(
        person=to,
        kind=DESK_KIND,
        subject=_("Permintaan %(number)s diserahkan kepada Anda") % {"number": request.number},
        body=request.get_kind_display(),
        path=f"/konsol/pdp/permintaan/{request.pk}/",
    )


@transaction.atomic
def add_note(*, request: DataRequest, text: str, actor: Person) -> None:
    """Leave a line for colleagues in the trail; the citizen does not see it."""
    require_desk(actor)
    if not text.strip():
        raise ReasonNeeded
    note_step(request=request, act="note", actor=actor, note=text.strip()[:500])


@transaction.atomic
def answer_request(*, request: DataRequest, answer: str, actor: Person) -> DataRequest:
    """End the request with a written answer."""
    require_desk(actor)
    if not answer.strip():
        raise ReasonNeeded
    return close_request(request=lock_open(request.pk), answer=answer.strip(), outcome={}, actor=actor)


@transaction.atomic
def refuse_request(*, request: DataRequest, reason: str, actor: Person) -> DataRequest:
    """Refuse with the reason that the law allows (UU 27/2022 article 33); the applicant reads it."""
    require_desk(actor)
    if not reason.strip():
        raise ReasonNeeded
    request = lock_open(request.pk)
    return _end(request, DataRequest.State.REFUSED, reason.strip(), {}, actor)


def close_request(*, request: DataRequest, answer: str, outcome: dict[str, Any], actor: Person | None) -> DataRequest:
    """End a locked request as done, inside the transaction of what was done; `actor` None is the system."""
    return _end(request, DataRequest.State.DONE, answer, outcome, actor)


def _end(request: DataRequest, state: str, answer: str, outcome: dict[str, Any], actor: Person | None) -> DataRequest:
    request.state, request.answer, request.closed_at = state, answer, timezone.now()
    request.outcome = {**request.outcome, **outcome}
    request.save()
    act = "done" if state == DataRequest.State.DONE else "refused"
    note_step(request=request, act=act, actor=actor, note=answer[:500])
    record(act=f"privacy.request_{act}", subject=request, actor=actor, label=request.number)
    if request.person is not None and request.person.is_active:
        notify(
            person=request.person,
            kind=APPLICANT_KIND,
            subject=_("Permintaan %(number)s: %(state)s")
            % {"number": request.number, "state": request.get_state_display().lower()},
            body=answer or request.get_kind_display(),
            path=f"{OWN_PAGE}permintaan/{request.pk}/",
        )
    return request


def note_step(*, request: DataRequest, act: str, actor: Person | None, note: str = "") -> RequestStep:
    """Write one line of the trail."""
    return RequestStep.objects.create(
        request=request,
        at=timezone.now(),
        act=act,
        note=note,
        actor=actor,
        is_by_applicant=actor is not None and actor == request.person,
    )
