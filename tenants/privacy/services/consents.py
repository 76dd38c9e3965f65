"""Giving and withdrawing consent."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.privacy.clock import LIMIT
from tenants.privacy.errors import ConsentNotInForce
from tenants.privacy.models import Consent, DataRequest, RequestStep


@transaction.atomic
def give_consent(*, person: Person, purpose: str, version: str, text: str, origin: str) -> Consent:
    """Write down that the person agreed to this text; the same version in force stays, an older one is replaced."""
    now = timezone.now()
    Person.objects.select_for_update(of=("self",)).only("pk").get(pk=person.pk)
    held = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if held is not None:
        if held.version == version:
            return held
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
    consent = Consent.objects.create(
        person=person, purpose=purpose, version=version, text=text, origin=origin, given_at=now
    )
    record(act="privacy.consent_given", subject=person, actor=person, changes={"purpose": purpose, "version": version})
    return consent


@transaction.atomic
def withdraw_consent(
    *, person: Person, purpose: str, actor: Person, afterwards: Callable[[], dict[str, int]] = dict
) -> DataRequest:
    """End the consent at once and do what follows from it; the request it leaves behind is answered already."""
    now = timezone.now()
    held = Consent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if held is None:
        raise ConsentNotInForce
    held.withdrawn_at = now
    held.save(update_fields=["withdrawn_at"])
    request = DataRequest.objects.create(
        kind=DataRequest.Kind.WITHDRAWAL,
        state=DataRequest.State.DONE,
        person=person,
        applicant_name=person.name,
        purpose=purpose,
        scope=purpose.partition(".")[0],
        received_at=now,
        due_at=now + LIMIT,
        closed_at=now,
        outcome={"done": afterwards()},
    )
    RequestStep.objects.create(request=request, at=now, act="done", actor=actor, is_by_applicant=actor == person)
    record(act="privacy.consent_withdrawn", subject=person, actor=actor, changes={"purpose": purpose})
    return request
