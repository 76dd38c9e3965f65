"""Keeping answers: a key is taken and its answer written in the transaction of the act, so that both stay or neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.idempotency.errors import InvalidIdempotencyKey, KeyOfAnotherRequest, StillAnswering
from tenants.idempotency.models import KeptAnswer

KEY = re.compile(r"[\x21-\x7e]{1,80}")
KEPT_FOR = timedelta(hours=24)
MOST_AT_ONCE = 5000
LOCK_NOT_AVAILABLE = "55P03"


def take_key(*, person: Person, key: str, digest: str) -> KeptAnswer:
    """The key's row: with the answer that this request got before, or without one, to be filled or given back.

    Call it in the transaction of the act. Raises `StillAnswering` where another transaction holds the key now, and
    `KeyOfAnotherRequest` where it stands for another request.
    """
    if not KEY.fullmatch(key):
        raise InvalidIdempotencyKey
    mine = KeptAnswer.objects.filter(person=person, key=key)
    try:
        _insert(KeptAnswer(person=person, key=key, digest=digest, status=KeptAnswer.NONE))
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
            raise
        raise StillAnswering from None
    row = mine.get()
    if row.digest != digest:
        raise KeyOfAnotherRequest
    return row


@transaction.atomic
def _insert(row: KeptAnswer) -> None:
    """Insert the row unless it is there; a row that another transaction has not committed yet is waited for briefly."""
    with connection.cursor() as cursor:
        # Logins of Pemda may take no advisory locks; the unique index is lock enough.
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        old = KeptAnswer.objects.filter(person=row.person, key=row.key, created_at__lt=timezone.now() - KEPT_FOR)
        old.delete()
        KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def keep_answer(*, row: KeptAnswer, status: int, headers: Mapping[str, str], body: str) -> None:
    """Write what was answered; it is given again for `KEPT_FOR`."""
    row.status, row.headers, row.body = status, dict(headers), body
    row.save(update_fields=["status", "headers", "body"])


def give_key_back(*, row: KeptAnswer) -> None:
    """Nothing was done: the key may be sent again."""
    row.delete()


def forget_old_answers() -> int:
    """Delete the answers whose time is over; how many."""
    old = KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).values_list("pk", flat=True)
    return KeptAnswer.objects.filter(pk__in=list(old[:MOST_AT_ONCE])).delete()[0]
