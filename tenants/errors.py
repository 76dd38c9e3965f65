"""Refusals shared by all rooms: one base class, one envelope for the API, the same message on screen."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A request that the city's rules refuse; nothing was changed.

    `code` is stable and for machines, `message` is for the person who asked, in their language.
    """

    code: ClassVar[str] = "refused"
    message: str | Promise = _("Permintaan ini tidak dapat dijalankan.")
    http_status: ClassVar[int] = 409

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message
        self.field = field
        super().__init__(str(self.message))


class NotAllowed(DomainError):
    """The person lacks the role that this act needs."""

    code = "not_allowed"
    message = _("Anda tidak memiliki peran untuk tindakan ini.")
    http_status = 403


class NoPemdaActive(Exception):
    """A query for a Pemda's own data was made outside `tenants.context.inside`; it fails closed."""


class CrossedPemda(Exception):
    """An instance or a query of one Pemda was used while another was active; nothing was read or written."""

    def __init__(self, name: str, made_in: str, active: str) -> None:
        super().__init__(f"{name} belongs to {made_in}, active is {active}")


class WrongDoor(Exception):
    """The schema was to be changed by something else than `tenants.context`."""
