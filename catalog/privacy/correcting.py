"""Correcting a person's data by the handlers of the sources it lies in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.privacy.sources import sources_here
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.privacy.access import require_desk
from tenants.privacy.errors import AccountNeeded, CorrectionsUndecided, NothingToCorrect, ReasonNeeded, WrongKind
from tenants.privacy.models import Correction, DataRequest
from tenants.privacy.services.requests import Proposal, ask_correction, close_request, lock_open, note_step
from tenants.privacy.sources import Source


def correctable_of(person: Person) -> list[tuple[str, str, str, str, str]]:
    """Every field that the person may ask to have put right: source, its title, key, label, value."""
    return [
        (source.slug, str(source.title), field.key, field.label, field.value)
        for source in sources_here()
        for field in source.correctable(person)
    ]


def propose(*, person: Person, wishes: dict[tuple[str, str], str], details: str) -> DataRequest:
    """Ask for the fields that the person wants otherwise; `wishes` is by source and key."""
    known = {(source, key): (label, value) for source, _title, key, label, value in correctable_of(person)}
    if set(wishes) - set(known):
        raise NothingToCorrect
    proposals = [
        Proposal(source, key, known[source, key][0], known[source, key][1], value)
        for (source, key), value in wishes.items()
    ]
    return ask_correction(person=person, proposals=proposals, details=details)


@transaction.atomic
def accept_correction(*, request: DataRequest, correction_id: int, actor: Person) -> Correction:
    """Agree to one field and put it right at once; the last decision answers the request."""
    require_desk(actor)
    request, correction = _lock(request, correction_id)
    if request.person is None:
        raise AccountNeeded
    source = _source(correction.source)
    if source.correct is None:
        raise NothingToCorrect
    source.correct(request.person, correction.key, correction.proposed)
    correction.decision = Correction.Decision.ACCEPTED
    correction.save(update_fields=["decision"])
    note_step(request=request, act="field_accepted", actor=actor, note=correction.label)
    record(
        act="privacy.data_corrected",
        subject=request.person,
        actor=actor,
        label=request.number,
        changes={"source": correction.source, "field": correction.label},
    )
    _finish_when_decided(request, actor)
    return correction


@transaction.atomic
def refuse_correction(*, request: DataRequest, correction_id: int, reason: str, actor: Person) -> Correction:
    """Leave one field as it is, with the reason that the applicant reads; the last decision answers the request."""
    require_desk(actor)
    if not reason.strip():
        raise ReasonNeeded
    request, correction = _lock(request, correction_id)
    correction.decision, correction.reason = Correction.Decision.REFUSED, reason.strip()[:300]
    correction.save(update_fields=["decision", "reason"])
    note_step(request=request, act="field_refused", actor=actor, note=correction.label)
    _finish_when_decided(request, actor)
    return correction


def _lock(request: DataRequest, correction_id: int) -> tuple[DataRequest, Correction]:
    request = lock_open(request.pk)
    if request.kind != DataRequest.Kind.CORRECTION:
        raise WrongKind
    correction = request.corrections.filter(pk=correction_id, decision=Correction.Decision.WAITING).first()
    if correction is None:
        raise NothingToCorrect
    return request, correction


def _finish_when_decided(request: DataRequest, actor: Person) -> None:
    decisions = list(request.corrections.values_list("decision", flat=True))
    if Correction.Decision.WAITING in decisions:
        return
    accepted = decisions.count(Correction.Decision.ACCEPTED)
    answer = _("%(accepted)s dari %(all)s isian dibetulkan.") % {"accepted": accepted, "all": len(decisions)}
    outcome = {"accepted": accepted, "refused": len(decisions) - accepted}
    close_request(request=request, answer=answer, outcome=outcome, actor=actor)


def refuse_undecided(request: DataRequest) -> None:
    """Raise `CorrectionsUndecided` while a field waits: such a request ends by its fields."""
    if request.corrections.filter(decision=Correction.Decision.WAITING).exists():
        raise CorrectionsUndecided


def _source(slug: str) -> Source:
    for source in sources_here():
        if source.slug == slug:
            return source
    raise NothingToCorrect
