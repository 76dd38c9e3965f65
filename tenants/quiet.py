"""What leaves a sandbox: nothing that was not asked for by a person who tries it out.

A sandbox is a copy of a Pemda with invented people, all with addresses below `uji.example`, which nobody can receive.
Its notifications stay in the inboxes; only an invitation to a real address, and a code that its owner asks for, are
sent.
"""

from __future__ import annotations

from typing import Protocol

INVITATION_KIND = "inti.undangan"
# A name below .example leads nowhere, for ever (RFC 2606).
INVENTED_DOMAIN = "uji.example"


class HasSandboxMark(Protocol):
    """What this needs to know of a Pemda."""

    @property
    def is_sandbox(self) -> bool: ...


def is_invented(address: str) -> bool:
    """Whether the address belongs to an invented person."""
    return address.lower().endswith(f"@{INVENTED_DOMAIN}")


def may_mail(pemda: HasSandboxMark, *, kind: str, address: str) -> bool:
    """Whether a notification of this kind may leave the Pemda by mail."""
    return not pemda.is_sandbox or (kind == INVITATION_KIND and not is_invented(address))


def may_send_code(pemda: HasSandboxMark, *, address: str) -> bool:
    """Whether a mail about an account may go to the address, whose owner asked for it."""
    return not pemda.is_sandbox or not is_invented(address)
