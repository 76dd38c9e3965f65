"""Who may open which page of the console: people who work here, and IT admins."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tenants.accounts.models import Person
from tenants.privacy.access import works_at_desk

View = Callable[..., HttpResponseBase]


def _allowed(view: View, test: Callable[[Person], bool]) -> View:
    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not test(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(checked)


def staff_required(view: View) -> View:
    """Guests log in, citizens get 403."""
    return _allowed(view, lambda person: person.works_here)


def admin_required(view: View) -> View:
    """Guests log in, everybody but IT admins gets 403."""
    return _allowed(view, lambda person: person.is_it_admin)


def desk_required(view: View) -> View:
    """Guests log in, everybody but the Pejabat PDP and IT admins gets 403."""
    return _allowed(view, works_at_desk)
