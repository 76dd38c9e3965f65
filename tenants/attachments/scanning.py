"""Asking clamd about a file by its INSTREAM command, and the quarantine for as long as it does not answer.

The protocol (man clamd): `zINSTREAM\\0`, then chunks of a four-byte length and so many bytes, ended by a length of
zero; the answer is `stream: OK`, `stream: <name> FOUND` or an error, ended by a NUL.
"""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage

from tenants.attachments.models import Attachment
from tenants.audit.services import record

log = logging.getLogger("adopsi.attachments")
CHUNK = 64 * 1024
TIMEOUT_SECONDS = 10.0
MOST_AT_ONCE = 200
LONGEST_ANSWER = 4096


class ScannerUnreachable(Exception):
    """No verdict: clamd is away, too slow, or answered something else; the file waits."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What clamd said; `finding` is the name of what it found, empty for a clean file."""

    finding: str

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.finding


def is_configured() -> bool:
    """Whether there is a scanner to ask."""
    return bool(settings.ADOPSI_CLAMAV)


def scan(data: bytes) -> Verdict:
    """Ask clamd; raises `ScannerUnreachable` where there is no verdict."""
    try:
        with _connect() as connection:
            # clamd answers and hangs up in the middle of a file that it will not read: its answer is the reason.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, data)
            answer = _read_answer(connection)
    except OSError as error:
        raise ScannerUnreachable(str(error)) from error
    return _judge(answer)


def _connect() -> socket.socket:
    address: str = settings.ADOPSI_CLAMAV
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    if not port.isdecimal():
        raise ScannerUnreachable(f"ADOPSI_CLAMAV={address}: expected host:port or the path of a socket")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)


def _send(connection: socket.socket, data: bytes) -> None:
    connection.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), CHUNK):
        part = data[start : start + CHUNK]
        connection.sendall(struct.pack("!I", len(part)) + part)
    connection.sendall(struct.pack("!I", 0))


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        part = connection.recv(1024)
        if not part:
            break
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _judge(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict("")
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(answer.removeprefix("stream: ").removesuffix(" FOUND")[:120])
    raise ScannerUnreachable(f"clamd answered: {answer[:200]!r}")


def scan_waiting() -> int:
    """Ask about the files in quarantine, oldest first, until the scanner is away again; how many were decided."""
    if not is_configured():
        return 0
    decided = 0
    for attachment in Attachment.objects.filter(scan=Attachment.Scan.WAITING).order_by("created_at")[:MOST_AT_ONCE]:
        try:
            with default_storage.open(attachment.path) as file:
                verdict = scan(file.read())
        except FileNotFoundError:
            continue
        except ScannerUnreachable as error:
            log.warning("scanner out of reach: %s", error)
            break
        _decide(attachment, verdict)
        decided += 1
    return decided


def _decide(attachment: Attachment, verdict: Verdict) -> None:
    attachment.scan = Attachment.Scan.CLEAN if verdict.is_clean else Attachment.Scan.INFECTED
    attachment.finding = verdict.finding
    attachment.save(update_fields=["scan", "finding"])
    if not verdict.is_clean:
        changes = {"finding": verdict.finding}
        record(act="upload.infected", subject=attachment, label=str(attachment.pk), changes=changes)
