"""One POST to an address that a Pemda's admin chose, without being led into our own network or held up.

Only https, only public addresses, looked at in the moment of connecting; no redirect is followed, a few kilobytes of the
answer are read, and the whole takes no longer than `DEADLINE_SECONDS`, however slowly the other side talks.
ADOPSI_WEBHOOK_ALLOW_PRIVATE lifts the first two for tests and the demonstration.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from tenants.identity.fetching import LedInside, public_address

TIMEOUT_SECONDS, DEADLINE_SECONDS = 5.0, 15.0
LONGEST_ANSWER = 4096
SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or 0 and the problem."""

    status: int = 0
    problem: str = ""
    text: str = ""
    milliseconds: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether the other side took it."""
        return 200 <= self.status < 300


def is_safe_url(url: str) -> bool:
    """Whether the address may be asked now: https and a host with public addresses only; anything where allowed."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        return False
    if settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE:
        return True
    try:
        public_address(parts.hostname, port)
    except LedInside:
        return False
    return parts.scheme == "https"


def _open_socket(line: http.client.HTTPConnection) -> socket.socket:
    """Connect to the very address that was looked at; name and certificate stay those of the host."""
    target = line.host if settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE else public_address(line.host, line.port)
    return socket.create_connection((target, line.port), TIMEOUT_SECONDS)


# `wire` stays when a connection lets go of `sock`, as it does once the headers of a last answer are read.
class _Plain(http.client.HTTPConnection):
    wire: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.wire = _open_socket(self)


class _Secure(http.client.HTTPSConnection):
    wire: socket.socket | None = None

    def connect(self) -> None:
        self.wire = _open_socket(self)
        self.sock = self.wire = ssl.create_default_context().wrap_socket(self.wire, server_hostname=self.host)


def post(url: str, *, body: bytes, headers: dict[str, str]) -> Answer:
    """Send it once; never raises for what the other side does."""
    began = time.monotonic()
    found = _post(url, body, headers)
    return Answer(found.status, found.problem, found.text, round((time.monotonic() - began) * 1000))


def _post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    if not settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE and parts.scheme != "https":
        return Answer(problem="unsafe")
    kind: Any = _Secure if parts.scheme == "https" else _Plain
    line = kind(parts.hostname, parts.port or (443 if kind is _Secure else 80))
    # A side that sends a byte now and then would never run into the timeout of a single read.
    is_over = threading.Event()
    watch = threading.Timer(DEADLINE_SECONDS, _hang_up, [line, is_over])
    watch.daemon = True
    watch.start()
    try:
        line.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        with line.getresponse() as response:
            return Answer(status=response.status, text=_shown(response.read(LONGEST_ANSWER)))
    except LedInside:
        return Answer(problem="unsafe")
    except TimeoutError:
        return Answer(problem="timeout")
    except ssl.SSLError:
        return Answer(problem="certificate")
    except (OSError, http.client.HTTPException, UnicodeError):
        return Answer(problem="timeout" if is_over.is_set() else "unreachable")
    finally:
        watch.cancel()
        line.close()


def _hang_up(line: Any, is_over: threading.Event) -> None:
    is_over.set()
    if line.wire is not None:
        try:
            line.wire.shutdown(socket.SHUT_RDWR)
        except OSError:
            # It is gone already.
            return


def _shown(answer: bytes) -> str:
    return answer.decode(errors="replace").replace("\x00", "")[:SHOWN]
