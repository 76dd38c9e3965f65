"""Displays on walls: an IT admin offers a place, the device takes it with a code, and it can be revoked at once.

The code is shown once, lasts a quarter of an hour and works once. What the device keeps afterwards is a token of its
own, in a cookie that scripts cannot read; of both only digests are stored.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from adopsi.liveroom.errors import UnknownDisplayCode
from tenants.accounts.models import ApiToken, Person
from tenants.accounts.tokens import DISPLAY_SCOPE, issue_token
from tenants.audit.services import record

CODE_SECONDS = 15 * 60
# Without letters and digits that look alike on a wall.
ALPHABET, CODE_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 8
SEEN_EVERY = timedelta(minutes=5)


def _slot(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return f"liveroom:code:{hashlib.sha256(plain.encode()).hexdigest()}"


@transaction.atomic
def offer_display(*, name: str, actor: Person) -> str:
    """Give a code with which one device becomes a display of the active Pemda; it is never shown again."""
    code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    record(act="display.offered", subject="display", label=name, actor=actor)
    cache.set(_slot(code), {"name": name, "admin": actor.pk}, CODE_SECONDS)
    return f"{code[:4]}-{code[4:]}"


@transaction.atomic
def pair_display(*, code: str) -> str:
    """Make this device a display; returns the key that it keeps. The code is spent, also when two come at once."""
    offer = cache.get(_slot(code))
    # Only one of two devices deletes it.
    if offer is None or not cache.delete(_slot(code)):
        raise UnknownDisplayCode
    admin = Person.objects.filter(pk=offer["admin"], kind=Person.Kind.ADMIN, is_active=True).first()
    if admin is None:
        raise UnknownDisplayCode
    token, key = issue_token(person=admin, name=offer["name"], scopes=[DISPLAY_SCOPE], days=None)
    record(act="display.paired", subject=token, label=token.name, actor=admin)
    return key


def list_displays() -> QuerySet[ApiToken]:
    """The displays of the active Pemda, newest first; revoked ones at the end."""
    displays = ApiToken.objects.filter(scopes=[DISPLAY_SCOPE]).select_related("person")
    return displays.order_by(F("revoked_at").asc(nulls_first=True), "-pk")


def get_display(display_id: int) -> ApiToken | None:
    """The display with this key."""
    return list_displays().filter(pk=display_id).first()


def note_seen(display: ApiToken) -> None:
    """Write down that the display is alive, not at every look of it."""
    now = timezone.now()
    if display.last_used_at is None or now - display.last_used_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=display.pk).update(last_used_at=now)
