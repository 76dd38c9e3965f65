"""The demonstration's second factor: its officers' secrets are public, and the page shows the code itself.

`ADOPSI_DEMO` alone opens this, and only for the invented people of adopsi.cli.demo_people.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from adopsi.accounts.one_time import LAST_COUNTER, code_at, counter_now
from adopsi.cli.demo import demonstration_secret


def present_code_of(request: HttpRequest, person: Any) -> str:
    """The next code that counts for a person of the demonstration; empty for everybody else."""
    pemda = getattr(request, "pemda", None)
    secret = demonstration_secret(pemda.code if pemda else None, person.email or "")
    app = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first() if secret else None
    if app is None:
        return ""
    # Two visitors within half a minute get two codes: the second one's is a step ahead, which the clock's tolerance allows.
    return code_at(secret, max(counter_now(), app.data.get(LAST_COUNTER, 0) + 1))
