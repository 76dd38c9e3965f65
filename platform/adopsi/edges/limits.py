"""How much one Pemda, one person and one address may ask for, so that a flood at one leaves the others alone.

Two controls. Shares: of the threads of a web process a Pemda may occupy so many at once; this needs no look anywhere.
Rates: token buckets in Valkey per Pemda and per person, token or visitor's address; one call for both.
"""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from adopsi.edges import metrics
from adopsi.edges.buckets import Bucket, Buckets, buckets
from adopsi.edges.gate import door
from adopsi.edges.headers import REPORTS
from adopsi.edges.refusing import too_many, too_much_at_once
from adopsi.edges.shares import Shares
from adopsi.edges.telling import tell_limit
from tenants.context import PUBLIC_SCHEMA

log = logging.getLogger("adopsi.edges")
REMEMBERED, SILENT_SECONDS = 10_000, 60.0
# A sixth of it at once.
REPORTS_PER_ADDRESS, REPORTS_PER_PLACE = 120, 720


class LimitMiddleware:
    """Turns away what is over a share or a rate; stands right behind `PlaceMiddleware`, which says whose request it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._shares = Shares(settings.ADOPSI_PEMDA_THREADS)
        self._callers = Callers()
        self._buckets: Buckets = buckets()
        self._told: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        place = request.pemda.schema_name if request.pemda else PUBLIC_SCHEMA
        if not self._shares.enter(place):
            self._note(request, "share")
            if self._shares.is_flooded(place):
                host = request.META.get("HTTP_HOST", "")
                door.shut(host, place=place, code=_code(request), shares=self._shares)
            return too_much_at_once(request)
        try:
            wide, own = self._buckets_of(request, place)
            taken = self._buckets.take_counted(wide, own)
            if taken.wait:
                self._note(request, "rate")
                return tell_limit(request, too_many(request, math.ceil(taken.wait)), own, taken)
            response = self.get_response(request)
            self._callers.note(request, place)
            return tell_limit(request, response, own, taken)
        finally:
            self._shares.leave(place)

    def _note(self, request: HttpRequest, why: str) -> None:
        """Count it, and write at most one line a minute for each Pemda."""
        code = _code(request)
        metrics.LIMITED.labels(code, why).inc()
        now = time.monotonic()
        if now - self._told.get(code, -SILENT_SECONDS) >= SILENT_SECONDS:
            self._told[code] = now
            log.warning("requests are turned away: over its %s", why)

    def _buckets_of(self, request: HttpRequest, place: str) -> tuple[Bucket, Bucket]:
        if request.path_info == REPORTS:
            # Whatever browsers or enemies send there takes no tokens from people.
            return _bucket(place, "reports", REPORTS_PER_PLACE), _bucket(
                place, f"reports:{address_of(request)}", REPORTS_PER_ADDRESS
            )
        return _bucket(place, "all", settings.ADOPSI_LIMIT_PEMDA), self._callers.bucket_of(request, place)


def _code(request: HttpRequest) -> str:
    return request.pemda.code if request.pemda else metrics.PUSAT


def _bucket(place: str, whose: str, per_minute: int) -> Bucket:
    return Bucket(f"adopsi:{place}:rate:{whose}", per_minute)


class Callers:
    """Whose tokens a request takes, known before any query.

    A cookie or a token counts as somebody only after a request of this process was really answered to that person:
    whoever invents cookies shares the bucket of their address.
    """

    def __init__(self) -> None:
        self._people: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def bucket_of(self, request: HttpRequest, place: str) -> Bucket:
        """The bucket of the person, or of the address of a visitor."""
        proof = _proof_of(request, place)
        person = self._people.get(proof) if proof else None
        if person is not None and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            # Each program of a person has its own, so that one which runs wild stops none of the others.
            return _bucket(place, f"token:{proof[:32]}", settings.ADOPSI_LIMIT_PERSON)
        if person is not None:
            return _bucket(place, f"person:{person}", settings.ADOPSI_LIMIT_PERSON)
        return _bucket(place, f"address:{address_of(request)}", settings.ADOPSI_LIMIT_ADDRESS)

    def note(self, request: HttpRequest, place: str) -> None:
        """Remember whom the request turned out to be from; asks nothing that was not asked already."""
        proof = _proof_of(request, place)
        if not proof:
            return
        person = _person_of(request)
        if person is None:
            return
        with self._lock:
            self._people[proof] = person.pk
            self._people.move_to_end(proof)
            if len(self._people) > REMEMBERED:
                self._people.popitem(last=False)


def _person_of(request: HttpRequest) -> Any:
    """Whom the request was answered to, where somebody has asked for that already."""
    user = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject):
        user = request.__dict__.get("_cached_user")
    return user if user is not None and user.is_authenticated else None


def _proof_of(request: HttpRequest, place: str) -> str:
    """What the request shows of itself, as a digest that names the place; empty for a visitor."""
    shown = request.COOKIES.get(settings.SESSION_COOKIE_NAME) or request.META.get("HTTP_AUTHORIZATION", "")
    return hashlib.sha256(f"{place} {shown}".encode()).hexdigest() if shown else ""


def address_of(request: HttpRequest) -> str:
    """The visitor's address as the nearest proxy of ours saw it; what they say of themselves is not believed."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or "unknown"
    return request.META.get("REMOTE_ADDR", "") or "unknown"
