"""A process-wide pool of parked PostgreSQL connections, keyed by login.

A parked connection is idle, outside a transaction and belongs to exactly one login for its whole life, so
that switching a thread to another Pemda costs no statement and leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

PRUNE_EVERY_SECONDS = 5.0
# A connection that nobody used for so long is closed.
IDLE_SECONDS = 300.0


@dataclass(slots=True, eq=False)
class Parked:
    """One parked connection with the attributes of Django's wrapper that belong to it."""

    login: str
    connection: Any
    state: dict[str, Any]
    since: float = field(default_factory=time.monotonic)

    def is_usable(self, *, idle_seconds: float) -> bool:
        """Whether the socket is quiet and open; one poll(2), no round trip."""
        now = time.monotonic()
        close_at = self.state.get("close_at")
        if now - self.since > idle_seconds or (close_at is not None and now >= close_at):
            return False
        return not is_dead(self.connection)

    def close(self) -> None:
        """Close the connection; a broken socket is as good as closed."""
        with contextlib.suppress(Exception):
            self.connection.close()


def is_dead(connection: Any) -> bool:
    """Closed, or with bytes pending on an idle socket: a FATAL or an end of file from the server."""
    if connection.closed:
        return True
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return bool(poller.poll(0))


class Pool:
    """Parked connections of all logins, the least recently used given up first."""

    def __init__(self, *, size: int, idle_seconds: float) -> None:
        self.size = size
        self.idle_seconds = idle_seconds
        self._pruned_at = 0.0
        self._lock = threading.Lock()
        self._parked: OrderedDict[int, Parked] = OrderedDict()
        # The same, by login, the most recently parked last.
        self._of_login: dict[str, list[Parked]] = {}
        os.register_at_fork(after_in_child=self._forget_in_child)

    def __len__(self) -> int:
        return len(self._parked)

    def park(self, parked: Parked) -> None:
        """Keep a connection for the next one who needs its login."""
        surplus = []
        with self._lock:
            self._parked[id(parked)] = parked
            self._of_login.setdefault(parked.login, []).append(parked)
            while len(self._parked) > self.size:
                surplus.append(next(iter(self._parked.values())))
                self._remove(surplus[-1])
        for old in surplus:
            old.close()

    def take(self, login: str) -> Parked | None:
        """A usable parked connection of this login, or None."""
        while True:
            with self._lock:
                found = self._of_login.get(login)
                if not found:
                    return None
                parked = found[-1]
                self._remove(parked)
            if parked.is_usable(idle_seconds=self.idle_seconds):
                return parked
            parked.close()

    def _remove(self, parked: Parked) -> None:
        """With the lock held; from wherever it still stands, for a time limit may have struck between two lines."""
        self._parked.pop(id(parked), None)
        same = [each for each in self._of_login.pop(parked.login, ()) if each is not parked]
        if same:
            self._of_login[parked.login] = same

    def prune(self) -> None:
        """Close what idled too long or was cut off by the server; once in a while, for it looks at each one."""
        now = time.monotonic()
        if now - self._pruned_at < PRUNE_EVERY_SECONDS:
            return
        self._pruned_at = now
        with self._lock:
            stale = [p for p in self._parked.values() if not p.is_usable(idle_seconds=self.idle_seconds)]
            for parked in stale:
                self._remove(parked)
        for parked in stale:
            parked.close()

    def clear(self) -> None:
        """Close every parked connection, to give the server its slots back."""
        with self._lock:
            everyone = list(self._parked.values())
            self._parked.clear()
            self._of_login.clear()
        for parked in everyone:
            parked.close()

    def _forget_in_child(self) -> None:
        # The parent still talks on these sockets: drop the descriptors without sending Terminate.
        for parked in self._parked.values():
            with contextlib.suppress(Exception):
                os.close(parked.connection.fileno())
        self._parked = OrderedDict()
        self._of_login = {}
        self._lock = threading.Lock()
