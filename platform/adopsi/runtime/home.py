"""The data folder of an embedded run: where each thing lies, and who holds it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from adopsi.runtime.errors import AlreadyRunning

# The kernel keeps 108 bytes for a socket's path, macOS 104, with the closing NUL.
LONGEST_SOCKET_PATH = 103
# How long the remains of a killed run may take to end before a new run gives up on them.
REMAINS_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below ADOPSI_HOME."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The database cluster; as root it belongs to the account that PostgreSQL runs as."""
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        """The broker's append-only file."""
        return self.root / "valkey"

    @property
    def mail(self) -> Path:
        """Caught mails, one .eml each."""
        return self.root / "mail"

    @property
    def media(self) -> Path:
        """Uploaded files, a folder per Pemda."""
        return self.root / "media"

    @property
    def static(self) -> Path:
        """Collected static files."""
        return self.root / "static"

    @property
    def logs(self) -> Path:
        """One log per child process."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """What holds only while a run lasts: the lock, who holds it, the beat schedule."""
        return self.root / "run"

    @property
    def credentials(self) -> Path:
        """Keys and passwords of this run; readable by its owner alone."""
        return self.root / "secrets.json"

    def create(self) -> None:
        """Make the folders that every run needs."""
        self.root.mkdir(parents=True, exist_ok=True)
        for folder in (self.valkey, self.mail, self.media, self.static, self.logs, self.run):
            folder.mkdir(exist_ok=True)
        for private in (self.valkey, self.mail, self.media, self.logs, self.run):
            private.chmod(0o700)

    def postgres_sockets(self) -> Path:
        """The folder of PostgreSQL's socket: beside the cluster, or a short one where that path is too long."""
        return self._short_enough(self.postgres, ".s.PGSQL.5432.lock")

    def valkey_socket(self) -> Path:
        """The socket of the broker."""
        return self._short_enough(self.valkey, "v.sock") / "v.sock"

    def _short_enough(self, folder: Path, name: str) -> Path:
        if len(os.fsencode(folder / name)) <= LONGEST_SOCKET_PATH:
            return folder
        record = self.run / f"sockets-{folder.name}"
        with contextlib.suppress(OSError):
            earlier = Path(record.read_text(encoding="utf-8"))
            # A folder in a place that everyone may write to counts only while nobody has put a link there.
            if earlier.is_dir() and not earlier.is_symlink():
                return earlier
        made = Path(tempfile.mkdtemp(prefix="adopsi-", dir="/tmp"))  # nosec B108 - mkdtemp makes a private folder
        record.write_text(str(made), encoding="utf-8")
        return made


@contextlib.contextmanager
def held(home: Home, *, doing: str) -> Iterator[int]:
    """Hold the data folder for this process, or refuse; yields the lock's descriptor.

    The descriptor is also given to the watchdog, so that the folder stays held until the last child of a
    killed run has ended. The note of who holds it has a lock of its own, which nobody inherits: whoever gets
    that one knows that the holder is gone.
    """
    home.create()
    with (home.run / "lock").open("a") as lock, (home.run / "holder.json").open("a+", encoding="utf-8") as note:
        _wait_for_remains(lock, note, home)
        fcntl.flock(note, fcntl.LOCK_EX)
        note.truncate(0)
        json.dump({"pid": os.getpid(), "doing": doing}, note)
        note.flush()
        yield lock.fileno()


def _wait_for_remains(lock: TextIO, note: TextIO, home: Home) -> None:
    deadline = time.monotonic() + REMAINS_SECONDS
    while not _locked(lock, fcntl.LOCK_EX):
        if not _locked(note, fcntl.LOCK_SH):
            raise AlreadyRunning(
                f"Adopsi already runs in {home.root}{_described(note)}.\n"
                "Stop it with Ctrl-C in its terminal, or start a second one beside it:\n"
                "  ADOPSI_HOME=.adopsi-2 ADOPSI_PORT=8001 make run"
            )
        fcntl.flock(note, fcntl.LOCK_UN)
        if time.monotonic() > deadline:
            raise AlreadyRunning(f"Processes of an earlier run still hold {home.root}. Try again in a moment.")
        time.sleep(0.1)


def _locked(file: TextIO, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _described(note: TextIO) -> str:
    """Where and as which process; nothing while the holder has not written it yet."""
    note.seek(0)
    try:
        holder = json.load(note)
    except ValueError:
        return ""
    return f": {holder['doing']} (process {holder['pid']})"
