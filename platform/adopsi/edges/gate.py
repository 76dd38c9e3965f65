"""The gate before Django: while a Pemda is flooded, most of the flood is turned away before a request is even made of it.

`LimitMiddleware` decides; for a moment after it turned a flood away, everything else for that host is turned away here, at
a tenth of the cost. Fifty connections that knock without a pause would otherwise stand in everybody's queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from csp.utils import build_policy

from adopsi.edges import metrics
from adopsi.edges.headers import fixed_headers
from adopsi.edges.refusing import AT_ONCE_SECONDS, body_of, kind_of, language_of_cookie
from adopsi.edges.shares import Shares

SHUT_SECONDS = 0.1
MOST_HOSTS = 1000
PASSES = ("/static/", "/health/")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Shut:
    """Until when, and whose knocks are counted."""

    until: float
    place: str
    code: str
    shares: Shares


class Door:
    """The hosts that are shut for the moment, as their visitors write them."""

    def __init__(self) -> None:
        self._shut: dict[str, Shut] = {}

    def shut(self, host: str, *, place: str, code: str, shares: Shares) -> None:
        """Turn everything for the host away for a moment."""
        if len(self._shut) >= MOST_HOSTS:
            # Somebody writes one host in a thousand ways.
            self._shut.clear()
        self._shut[host] = Shut(time.monotonic() + SHUT_SECONDS, place, code, shares)

    def is_shut(self, host: str) -> bool:
        """Whether the host is shut now; the knock is counted."""
        entry = self._shut.get(host)
        if entry is None or time.monotonic() >= entry.until:
            return False
        entry.shares.note_knock(entry.place)
        metrics.LIMITED.labels(entry.code, "share").inc()
        return True


door = Door()


class Gate:
    """A WSGI application around Django's."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        headers = {**fixed_headers(), "Content-Security-Policy": build_policy()}
        more = {"Retry-After": str(AT_ONCE_SECONDS), "Cache-Control": "no-store", "Connection": "close"}
        self._headers = list({**headers, **more}.items())

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not door.is_shut(environ.get("HTTP_HOST", "")) or path.startswith(PASSES):
            return self._application(environ, start_response)
        body = body_of(path, "busy", language_of_cookie(environ.get("HTTP_COOKIE", "")))
        kind = [("Content-Type", kind_of(path)), ("Content-Length", str(len(body)))]
        start_response("503 Service Unavailable", [*self._headers, *kind])
        return [body]
