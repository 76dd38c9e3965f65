"""Who may look at the LIVE Room: leaders and IT admins of the Pemda, and its displays."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from adopsi.liveroom.displays import note_seen
from tenants.accounts.models import Person
from tenants.accounts.tokens import find_display_token
from tenants.organisation.core_roles import LEADER
from tenants.organisation.selectors import has_role

# A browser takes a name that begins so for this very host alone.
COOKIE = "__Host-layar" if settings.SESSION_COOKIE_SECURE else "layar"
COOKIE_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person, who may open the lists behind the numbers, or a display, which may not."""

    name: str
    opens_lists: bool


def may_watch(person: Person) -> bool:
    """Whether the person may open the LIVE Room."""
    return has_role(person, LEADER) or (person.is_authenticated and person.is_active and person.is_it_admin)


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Who looks at the LIVE Room of the active Pemda, or None."""
    if request.user.is_authenticated and may_watch(request.user):
        return Viewer(request.user.name, opens_lists=True)
    key = request.COOKIES.get(COOKIE, "")
    display = find_display_token(key) if key else None
    if display is None:
        return None
    note_seen(display)
    return Viewer(display.name, opens_lists=False)
