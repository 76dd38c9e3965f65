"""API tokens: shown once, kept as a digest, bound to the Pemda whose schema holds them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tenants.accounts.models import ApiToken, Person
from tenants.audit.services import record

PREFIX = "adp_"
# A display on a wall holds a token with this scope alone: it opens the LIVE Room, and no API.
DISPLAY_SCOPE = "liveroom:read"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def issue_token(*, person: Person, name: str, scopes: Iterable[str], days: int | None) -> tuple[ApiToken, str]:
    """Make a token for the person; returns the row and the key, which is never shown again."""
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        name=name,
        prefix=key[:10],
        digest=_digest(key),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    record(act="token.issued", subject=token, actor=person, changes={"scopes": token.scopes})
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: Person) -> None:
    """Make the token useless at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    record(act="token.revoked", subject=token, actor=actor)


@transaction.atomic
def revoke_all_tokens(*, person: Person, actor: Person) -> int:
    """Make every token of the person useless at once; returns how many."""
    tokens = list(ApiToken.objects.filter(person=person, revoked_at=None))
    for token in tokens:
        revoke_token(token=token, actor=actor)
    return len(tokens)


def find_token(key: str) -> ApiToken | None:
    """The living token with this key in the active Pemda; a display's is none, for it must not act as its admin."""
    return _living(key).exclude(scopes=[DISPLAY_SCOPE]).first()


def find_display_token(key: str) -> ApiToken | None:
    """The living token with this key that a display of the active Pemda keeps."""
    return _living(key).filter(scopes=[DISPLAY_SCOPE], person__is_active=True).first()


def _living(key: str) -> QuerySet[ApiToken]:
    living = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return ApiToken.objects.filter(living, digest=_digest(key), revoked_at=None).select_related("person")
