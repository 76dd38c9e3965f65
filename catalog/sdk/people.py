"""People of the active Pemda, their roles, and the view decorators that check them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required as sign_in_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tenants.accounts.models import Person
from tenants.errors import NotAllowed
from tenants.organisation.models import Opd
from tenants.organisation.selectors import has_role, opd_ids_of, people_with_role, roles_of

View = Callable[..., HttpResponseBase]

__all__ = [
    "Opd",
    "Person",
    "has_role",
    "opd_ids_of",
    "people_with_role",
    "require_role",
    "role_required",
    "roles_of",
    "sign_in_required",
]


def require_role(person: Person, *roles: str, opd: Opd | int | None = None) -> None:
    """Raise `NotAllowed` unless the person holds one of the roles (for the OPD): for services."""
    if not has_role(person, *roles, opd=opd):
        raise NotAllowed


def role_required(*roles: str) -> Callable[[View], View]:
    """Answer 403 unless the signed-in person holds one of the roles somewhere: for console views."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return sign_in_required(checked)

    return decorate
