"""The devices on which a person is signed in, so that they can sign out the ones they do not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from adopsi.portal.models import SignIn
from tenants.accounts.models import Person
from tenants.audit.services import record

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


@dataclass(frozen=True, slots=True)
class Device:
    """One signed-in device on screen."""

    name: str
    signed_in_at: datetime
    is_this: bool


def remember_device(request: HttpRequest, person: Person) -> None:
    """Note the session that just began."""
    key = request.session.session_key
    if key:
        agent = request.META.get("HTTP_USER_AGENT", "")[:200]
        SignIn.objects.update_or_create(session_key=key, defaults={"person": person, "user_agent": agent})


def list_devices(request: HttpRequest) -> list[Device]:
    """The person's living sessions, this one first; forgets those that ended."""
    sign_ins = list(SignIn.objects.filter(person=request.user))
    keys = [sign_in.session_key for sign_in in sign_ins]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list("pk", flat=True)
    )
    SignIn.objects.filter(person=request.user).exclude(session_key__in=living).delete()
    here = request.session.session_key
    devices = [
        Device(name_of(sign_in.user_agent), sign_in.signed_in_at, sign_in.session_key == here)
        for sign_in in sign_ins
        if sign_in.session_key in living
    ]
    return sorted(devices, key=lambda device: not device.is_this)


@transaction.atomic
def sign_out_others(request: HttpRequest) -> int:
    """End all of the person's sessions but this one; returns how many."""
    others = SignIn.objects.filter(person=request.user).exclude(session_key=request.session.session_key)
    count = Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()[0]
    others.delete()
    record(act="account.signed_out_elsewhere", subject=request.user, actor=request.user, changes={"count": count})
    return count


def name_of(user_agent: str) -> str:
    """`Chrome di Android` out of what the browser says of itself."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b{mark}", user_agent)), _("Peramban"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("%(browser)s di %(system)s") % {"browser": browser, "system": system} if system else browser
