"""The devices on which a person is signed in, so that they can sign out the ones they do not know."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tenants.identity.sessions import end_one_session, end_sessions, living_sessions

# In this order: each later browser and system also names the earlier ones.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
SEEN = "seen_at"
SEEN_EVERY_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True)
class Device:
    """One signed-in device on screen."""

    session_id: int
    name: str
    address: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this: bool


class LastSeenMiddleware:
    """Notes from time to time that a session is alive; a session that began before it was noted appears so too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Only where the page asked who this is anyway: nothing is read for pictures and stylesheets.
        if request.session.session_key and request.session.accessed and SESSION_KEY in request.session:
            _note_life(request)
        return response


def _note_life(request: HttpRequest) -> None:
    now = int(time.time())
    if now - request.session.get(SEEN, 0) < SEEN_EVERY_SECONDS:
        return
    # Whoever comes in by support access beside a session of their own is not who the session is of.
    if not request.user.is_authenticated or str(request.user.pk) != request.session[SESSION_KEY]:
        return
    request.session[SEEN] = now
    UserSession.objects.create_from_request(request)


def list_devices(request: HttpRequest) -> list[Device]:
    """The person's living sessions, this one first, then the latest; forgets those that ended."""
    here = request.session.session_key
    devices = [
        Device(
            session.pk,
            name_of(session.user_agent),
            session.ip,
            session.created_at,
            session.last_seen_at,
            session.session_key == here,
        )
        for session in living_sessions(request.user)
    ]
    return sorted(devices, key=lambda device: (not device.is_this, -device.last_seen_at.timestamp()))


def sign_out_others(request: HttpRequest) -> int:
    """End all of the person's sessions but this one; returns how many."""
    return end_sessions(person=request.user, actor=request.user, but=request.session.session_key or "")


def sign_out_everywhere(request: HttpRequest) -> int:
    """End all of the person's sessions, this one too; returns how many."""
    return end_sessions(person=request.user, actor=request.user)


def sign_out_one(request: HttpRequest, session_id: int) -> bool:
    """End one of the person's sessions; False where it is not theirs or over already."""
    return end_one_session(person=request.user, session_id=session_id)


def name_of(user_agent: str) -> str:
    """`Chrome di Android` out of what the browser says of itself."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b{mark}", user_agent)), _("Peramban"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("%(browser)s di %(system)s") % {"browser": browser, "system": system} if system else browser
