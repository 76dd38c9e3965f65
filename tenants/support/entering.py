"""The way in: a signed link that works once and for a minute, and the session that follows, of a kind of its own.

Both are signed for one schema and one purpose, and both are looked up at every use: what was revoked, ran out or belongs
to a closed account of tim pusat opens nothing any more.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import HasSchema
from tenants.router import PUBLIC
from tenants.support.errors import SupportLinkUsed, SupportNotOpen
from tenants.support.models import SupportAccess

LINK_SECONDS = 60


def _salt(purpose: str, place: HasSchema) -> str:
    return f"adopsi.support.{purpose}:{place.schema_name}"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _asker_is_of_the_team(access: SupportAccess) -> bool:
    people = Person.objects.using(PUBLIC).filter(pk=access.asked_by_id, is_active=True)
    return people.filter(kind=Person.Kind.CENTRAL).exists()


def make_link(*, access: SupportAccess, place: HasSchema, actor: Person) -> str:
    """The token of a link for the person who asked; an older link is void."""
    if actor.pk != access.asked_by_id or not actor.is_active or actor.kind != Person.Kind.CENTRAL:
        raise SupportNotOpen
    secret = secrets.token_urlsafe(24)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        locked = SupportAccess.objects.select_for_update().get(pk=access.pk)
        if not locked.is_open() or locked.pemda_code != place.code:
            raise SupportNotOpen
        locked.entry_digest = _digest(secret)
        locked.entry_until = timezone.now() + timedelta(seconds=LINK_SECONDS)
        locked.save(update_fields=["entry_digest", "entry_until"])
        facts = {"pemda": place.code, "access": str(access.pk)}
        record(act="support.link_made", subject="support", label=locked.asked_by, actor=actor, changes=facts)
    return signing.dumps([str(access.pk), secret], salt=_salt("masuk", place))


def enter(*, place: HasSchema, token: str) -> tuple[SupportAccess, str]:
    """Use the link: the access, and the session's token for a cookie. Raises `SupportLinkUsed`."""
    try:
        access_id, secret = signing.loads(token, salt=_salt("masuk", place), max_age=LINK_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        raise SupportLinkUsed from None
    session = secrets.token_urlsafe(32)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        access = SupportAccess.objects.select_for_update().filter(pk=access_id, pemda_code=place.code).first()
        if access is None or not secrets.compare_digest(access.entry_digest, _digest(secret)):
            raise SupportLinkUsed
        if access.entry_until is None or access.entry_until < timezone.now():
            raise SupportLinkUsed
        if not access.is_open() or not _asker_is_of_the_team(access):
            raise SupportNotOpen
        access.entry_digest, access.entry_until = "", None
        access.session_digest, access.entered_at = _digest(session), timezone.now()
        access.save(update_fields=["entry_digest", "entry_until", "session_digest", "entered_at"])
        facts = {"access": str(access.pk), "reason": access.reason, "write": access.may_write}
        record(act="support.entered", subject="support", label=access.asked_by, actor=marked(access), changes=facts)
    return access, signing.dumps([str(access.pk), session], salt=_salt("sesi", place))


def access_of(*, place: HasSchema, token: str) -> SupportAccess | None:
    """The access whose session this is, if it may go on."""
    try:
        access_id, secret = signing.loads(token, salt=_salt("sesi", place))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    access = SupportAccess.objects.filter(pk=access_id, pemda_code=place.code).first()
    if access is None or not access.session_digest or not access.is_open():
        return None
    if not secrets.compare_digest(access.session_digest, _digest(secret)):
        return None
    return access if _asker_is_of_the_team(access) else None


def marked(access: SupportAccess) -> Person:
    """The marked person of the access, with what it may open for the length of this request; nothing of that is stored."""
    person = Person.objects.get(pk=access.person_id, kind=Person.SUPPORT)
    person.support, person.is_active = access, True
    return person


def leave(*, access: SupportAccess) -> None:
    """End the session; the access itself stays open until its time."""
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        SupportAccess.objects.filter(pk=access.pk).update(session_digest="")
        record(act="support.went", subject="support", label=access.asked_by, actor=marked(access))
