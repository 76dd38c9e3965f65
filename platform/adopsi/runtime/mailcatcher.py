"""A mail server that delivers nothing: each mail becomes one .eml file, to be read in the demonstration's inbox.

A process of its own: `python -m adopsi.runtime.mailcatcher FOLDER DESCRIPTOR`. The listening socket is opened
by the parent, so the port stays ours when this process is started again.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from adopsi.runtime.child import Service
from adopsi.runtime.mailbox import RECIPIENT_HEADER

LARGEST_MAIL_BYTES = 25_000_000
MOST_MAILS = 500


class Catcher:
    """The handler that aiosmtpd calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store one mail; the answer is what the sender sees."""
        content = envelope.original_content or b""
        recipients = ", ".join(address.replace("\n", " ") for address in envelope.rcpt_tos)
        self._keep(f"{RECIPIENT_HEADER}: {recipients}\r\n".encode() + content)
        return "250 Message caught"

    def _keep(self, content: bytes) -> None:
        # The name sorts by time; a reader never sees half a file.
        path = self._folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml"
        partial = path.with_suffix(".part")
        partial.write_bytes(content)
        partial.replace(path)
        for old in sorted(self._folder.glob("*.eml"))[:-MOST_MAILS]:
            old.unlink(missing_ok=True)


def service(folder: Path, *, listener: socket.socket, environment: Mapping[str, str]) -> Service:
    """The catcher on a socket that already listens."""
    return Service(
        name="mail",
        command=(sys.executable, "-m", "adopsi.runtime.mailcatcher", str(folder), str(listener.fileno())),
        environment=environment,
        ready=lambda: answers(listener.getsockname()[1]),
        descriptors=(listener.fileno(),),
    )


def listen() -> socket.socket:
    """A listening socket on a free port of this machine only."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener


def answers(port: int) -> bool:
    """Whether the catcher greets."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            return connection.recv(3) == b"220"
    except OSError:
        return False


async def serve(folder: Path, listener: socket.socket) -> None:
    """Catch mail until SIGTERM."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)

    def session() -> SMTP:
        return SMTP(Catcher(folder), enable_SMTPUTF8=True, data_size_limit=LARGEST_MAIL_BYTES, hostname="localhost")

    server = await loop.create_server(session, sock=listener)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))))
