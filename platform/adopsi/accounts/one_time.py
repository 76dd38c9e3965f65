"""Codes out of an app count once: the last counter stands in the database, where a flushed cache forgets nothing."""

from __future__ import annotations

import time

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

LAST_COUNTER = "last_counter"


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Mark a fitting code as used, and every earlier one with it; False where it was."""
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = _counter_of(decrypt(kept.data["secret"]), code)
    if counter is None or counter <= kept.data.get(LAST_COUNTER, 0):
        return False
    kept.data[LAST_COUNTER] = counter
    kept.save(update_fields=["data"])
    authenticator.data = kept.data
    return True


def code_at(secret: str, counter: int) -> str:
    """The code of one step of half a minute."""
    return format_hotp_value(hotp_value(secret, counter))


def counter_now() -> int:
    """The present step."""
    return int(time.time()) // app_settings.TOTP_PERIOD


def _counter_of(secret: str, code: str) -> int | None:
    now, tolerance = counter_now(), app_settings.TOTP_TOLERANCE
    for counter in range(now - tolerance, now + tolerance + 1):
        if compare_user_code(actual=code, expected=code_at(secret, counter)):
            return counter
    return None
