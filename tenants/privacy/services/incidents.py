"""The register of incidents, and the notices that article 46 of UU 27/2022 asks for."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.privacy.access import require_desk
from tenants.privacy.clock import LIMIT
from tenants.privacy.errors import IncidentClosed, NoticesMissing
from tenants.privacy.models import Incident, IncidentStep


@transaction.atomic
def save_incident(*, incident: Incident, actor: Person) -> Incident:
    """Add an incident or change what is known of it; the clock counts from its discovery."""
    require_desk(actor)
    is_new = incident.pk is None
    if not is_new:
        _lock_open(incident.pk)
    incident.due_at = incident.discovered_at + LIMIT
    incident.save()
    _note(incident, "opened" if is_new else "changed", actor)
    record(act="privacy.incident_opened" if is_new else "privacy.incident_changed", subject=incident, actor=actor)
    return incident


@transaction.atomic
def note_people_notified(*, incident: Incident, how: str, actor: Person) -> Incident:
    """Write down that those affected were told, and how."""
    require_desk(actor)
    incident = _lock_open(incident.pk)
    incident.people_notified_at = timezone.now()
    incident.save(update_fields=["people_notified_at"])
    _note(incident, "people_notified", actor, how)
    record(act="privacy.people_notified", subject=incident, actor=actor)
    return incident


@transaction.atomic
def note_authority_notified(*, incident: Incident, how: str, actor: Person) -> Incident:
    """Write down that the authority was told, and how."""
    require_desk(actor)
    incident = _lock_open(incident.pk)
    incident.authority_notified_at = timezone.now()
    incident.save(update_fields=["authority_notified_at"])
    _note(incident, "authority_notified", actor, how)
    record(act="privacy.authority_notified", subject=incident, actor=actor)
    return incident


@transaction.atomic
def close_incident(*, incident: Incident, actor: Person) -> Incident:
    """Close an incident whose notices went out."""
    require_desk(actor)
    incident = _lock_open(incident.pk)
    if not incident.is_notified:
        raise NoticesMissing
    incident.state, incident.closed_at = Incident.State.CLOSED, timezone.now()
    incident.save(update_fields=["state", "closed_at"])
    _note(incident, "closed", actor)
    record(act="privacy.incident_closed", subject=incident, actor=actor)
    return incident


def _lock_open(incident_id: int) -> Incident:
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.state == Incident.State.CLOSED:
        raise IncidentClosed
    return incident


def _note(incident: Incident, act: str, actor: Person, note: str = "") -> None:
    IncidentStep.objects.create(incident=incident, at=timezone.now(), act=act, note=note.strip()[:500], actor=actor)
