"""Reading consents, requests, incidents and the retention journal; each says whose eyes it is for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.organisation.core_roles import PRIVACY_OFFICER
from tenants.privacy.access import require_desk
from tenants.privacy.clock import SHORT
from tenants.privacy.models import Consent, DataRequest, Incident, RetentionRun

URGENCIES = ("terlambat", "mendesak")


def consents_of(person: Person) -> QuerySet[Consent]:
    """All consents that the person gave, newest first."""
    return Consent.objects.filter(person=person)


def has_consent(*, person: Person, purpose: str) -> bool:
    """Whether the person's consent to the purpose is in force."""
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).exists()


def list_consents(*, actor: Person, search: str = "", purpose: str = "", state: str = "") -> QuerySet[Consent]:
    """The Pemda's consents for the desk; `state` is `berlaku`, `ditarik` or empty for both."""
    require_desk(actor)
    rows = Consent.objects.select_related("person")
    if search:
        rows = rows.filter(Q(person__name__icontains=search) | Q(purpose__icontains=search))
    if purpose:
        rows = rows.filter(purpose=purpose)
    if state:
        rows = rows.filter(withdrawn_at__isnull=state == "berlaku")
    return rows


def requests_of(person: Person) -> QuerySet[DataRequest]:
    """The person's own requests, newest first."""
    return DataRequest.objects.filter(person=person).prefetch_related("corrections", "steps")


def find_own_request(*, person: Person, request_id: UUID) -> DataRequest | None:
    """The request if it is the person's; somebody else's does not exist for them."""
    return requests_of(person).filter(pk=request_id).first()


def list_requests(
    *, actor: Person, search: str = "", kind: str = "", state: str = "", urgency: str = "", assignee: str = ""
) -> QuerySet[DataRequest]:
    """The desk's queue: open ones first, the most urgent at the top.

    `state` is a state or `terbuka`; `urgency` is `terlambat` or `mendesak`; `assignee` is a key, `saya` or `tanpa`.
    """
    require_desk(actor)
    rows = DataRequest.objects.select_related("person", "assigned_to")
    if search:
        # The number that people see begins with the key.
        key = search.upper().rpartition("-")[2].lower()
        rows = rows.filter(Q(applicant_name__icontains=search) | Q(details__icontains=search) | Q(id__startswith=key))
    if kind:
        rows = rows.filter(kind=kind)
    if state == "terbuka":
        rows = rows.filter(state__in=DataRequest.OPEN)
    elif state:
        rows = rows.filter(state=state)
    rows = _of_assignee(_of_urgency(rows, urgency), assignee, actor)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "due_at")


def _of_urgency(rows: QuerySet[DataRequest], urgency: str) -> QuerySet[DataRequest]:
    now, waiting = timezone.now(), rows.filter(state__in=DataRequest.OPEN)
    if urgency == "terlambat":
        return waiting.filter(due_at__lt=now)
    if urgency == "mendesak":
        return waiting.filter(due_at__range=(now, now + SHORT))
    return rows


def _of_assignee(rows: QuerySet[DataRequest], assignee: str, actor: Person) -> QuerySet[DataRequest]:
    if assignee == "saya":
        return rows.filter(assigned_to=actor)
    if assignee == "tanpa":
        return rows.filter(assigned_to=None)
    return rows.filter(assigned_to_id=int(assignee)) if assignee.isdecimal() else rows


def get_request(*, actor: Person, request_id: UUID) -> DataRequest | None:
    """One request for the desk."""
    require_desk(actor)
    rows = DataRequest.objects.select_related("person", "assigned_to").prefetch_related("corrections", "steps__actor")
    return rows.filter(pk=request_id).first()


def open_requests_of(officer: Person) -> QuerySet[DataRequest]:
    """What the officer has taken on and not yet answered, the most urgent first."""
    return DataRequest.objects.filter(assigned_to=officer, state__in=DataRequest.OPEN).order_by("due_at")


def people_at_desk() -> QuerySet[Person]:
    """Those to whom a request can be given: Pejabat PDP and IT admins."""
    here = Q(role_grants__role=PRIVACY_OFFICER, kind__in=[Person.Kind.OFFICER, Person.Kind.ADMIN])
    return Person.objects.filter(here | Q(kind=Person.Kind.ADMIN), is_active=True).distinct()


def count_at_desk() -> tuple[int, int]:
    """How many requests and incidents wait for the desk, and how many of them are too late."""
    now = timezone.now()
    waiting = DataRequest.objects.filter(state__in=DataRequest.OPEN)
    incidents = Incident.objects.filter(state=Incident.State.OPEN).filter(
        Q(people_notified_at=None) | Q(authority_notified_at=None)
    )
    late = waiting.filter(due_at__lt=now).count() + incidents.filter(due_at__lt=now).count()
    return waiting.count() + incidents.count(), late


def list_incidents(*, actor: Person, search: str = "", state: str = "") -> QuerySet[Incident]:
    """The register of incidents for the desk, newest first."""
    require_desk(actor)
    rows = Incident.objects.all()
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(what_happened__icontains=search))
    return rows.filter(state=state) if state in Incident.State.values else rows


def get_incident(*, actor: Person, incident_id: int) -> Incident | None:
    """One incident for the desk."""
    require_desk(actor)
    return Incident.objects.prefetch_related("steps__actor").filter(pk=incident_id).first()


def list_retention_runs(*, actor: Person, models: Iterable[str] = ()) -> QuerySet[RetentionRun]:
    """The retention journal for the desk, newest first."""
    require_desk(actor)
    rows = RetentionRun.objects.all()
    return rows.filter(model__in=list(models)) if models else rows
