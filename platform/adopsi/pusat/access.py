"""Who may enter pusat: the Tangerang team and nobody else."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tenants.accounts.models import Person

View = Callable[..., HttpResponseBase]


def is_central(user: Any) -> bool:
    """Whether this is a signed-in member of the Tangerang team."""
    return bool(user.is_authenticated and user.is_active and user.kind == Person.Kind.CENTRAL)


def central_required(view: View) -> View:
    """Send guests to the log-in page and answer 403 to everybody who is not of the team."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_central(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded = login_required(checked)
    guarded.for_central_team = True  # type: ignore[attr-defined]
    return guarded
