"""Sessions of people and their end; they live in the Pemda's schema, so that none is known anywhere else."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.services import record


def living_sessions(person: Person) -> list[UserSession]:
    """The person's sessions that can still be used; forgets those that ended."""
    noted = list(UserSession.objects.filter(user_id=person.pk))
    keys = [session.session_key for session in noted]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list("pk", flat=True)
    )
    UserSession.objects.filter(user_id=person.pk).exclude(session_key__in=living).delete()
    return [session for session in noted if session.session_key in living]


@transaction.atomic
def end_sessions(*, person: Person, actor: Person | str | None, but: str = "") -> int:
    """End the person's sessions, all but the one with the key `but`; returns how many."""
    noted = UserSession.objects.filter(user_id=person.pk).exclude(session_key=but)
    count = Session.objects.filter(session_key__in=list(noted.values_list("session_key", flat=True))).delete()[0]
    noted.delete()
    record(act="account.signed_out_elsewhere", subject=person, actor=actor, changes={"count": count})
    return count


@transaction.atomic
def end_one_session(*, person: Person, session_id: int) -> bool:
    """End one session of the person, who asked for it; False where there is none such."""
    session = UserSession.objects.filter(pk=session_id, user_id=person.pk).first()
    if session is None:
        return False
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()
    record(act="account.signed_out_elsewhere", subject=person, actor=person, changes={"count": 1})
    return True
