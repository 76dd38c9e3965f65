"""Durable servers of the drill's own; a database that dies is started again, as a service manager would.

How it is started again stands in `<home>/drill-settings.json`.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg2

from adopsi.runtime import credentials, environment, postgres
from adopsi.runtime.child import Child
from adopsi.runtime.errors import EmbeddedRunError, ServiceFailed
from adopsi.runtime.home import Home, held
from adopsi.runtime.services import start_foundation
from adopsi.runtime.supervisor import Supervisor, interruptible

SETTINGS = "drill-settings.json"


def serve(root: Path) -> None:
    """Run the servers until stdin closes; one JSON line on stdout names their addresses."""
    home = Home(root)
    with interruptible(), held(home, doing="make drill") as lock:
        supervisor = Supervisor(home=root, logs=home.logs, lock=lock, say=_to_stderr)
        try:
            found = start_foundation(supervisor, home, settings=postgres.DURABLE)
            sys.stdout.write(json.dumps({**found.owner, "SUPERUSER_DATABASE_URL": found.superuser_url}) + "\n")
            sys.stdout.flush()
            while not select.select([sys.stdin], [], [], 0.1)[0]:
                _keep_up(supervisor, home)
        except KeyboardInterrupt:
            _to_stderr("stopping")
        finally:
            supervisor.stop()


def _keep_up(supervisor: Supervisor, home: Home) -> None:
    servers = [child for child in supervisor._children() if child.service.name == "postgres"]
    if servers[-1].alive:
        return
    servers[-1].kill_group()
    keys, plain = credentials.kept(home.credentials), environment.for_servers()
    cluster = postgres.cluster_in(home.postgres, sockets=home.postgres_sockets())
    _await_release(cluster, keys.superuser_password, plain, home)
    service = postgres.service(cluster, password=keys.superuser_password, environment=plain, extra=_settings(home.root))
    supervisor.start(service)
    _await_ready(next(child for child in reversed(list(supervisor._children())) if child.service is service))


def _settings(root: Path) -> Mapping[str, str]:
    file = root / SETTINGS
    extra = json.loads(file.read_text()) if file.exists() else {}
    return {**postgres.DURABLE, **extra}


def _await_release(cluster: postgres.Cluster, password: str, plain: Mapping[str, str], home: Home) -> None:
    # Backends of a server that was killed take a moment to notice.
    for _turn in range(100):
        with contextlib.suppress(EmbeddedRunError):
            postgres.initialise(cluster, password=password, environment=plain, logs=home.logs)
            return
        time.sleep(0.1)
    raise ServiceFailed("the database's data folder is still in use")


def _await_ready(child: Child) -> None:
    for _turn in range(600):
        if child.service.ready():
            return
        if not child.alive:
            raise ServiceFailed(child.last_lines())
        time.sleep(0.05)


@contextlib.contextmanager
def servers(home: Path) -> Iterator[dict[str, str]]:
    """The servers while the block runs; yields the environment variables that name them."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.drills.servers", str(home)],
        env=environment.inherited(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        line = process.stdout.readline()
        if not line:
            raise ServiceFailed("The servers of the drill did not start; the reason stands above.")
        yield json.loads(line)
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


# --- what a scene does to them ------------------------------------------------------------------------


def crash_postgres(home: Path) -> None:
    """Stop the database at once, without a checkpoint, and return when it answers again."""
    pid = int(next((home / "postgres").glob("**/postmaster.pid")).read_text().splitlines()[0])
    os.kill(pid, signal.SIGQUIT)
    while _is_alive(pid):
        time.sleep(0.01)
    await_postgres()


def restart_postgres(home: Path, settings: Mapping[str, str]) -> None:
    """The same with other settings from then on."""
    (home / SETTINGS).write_text(json.dumps(dict(settings)))
    crash_postgres(home)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_postgres() -> None:
    """Return when the database answers."""
    for _turn in range(600):
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(os.environ["SUPERUSER_DATABASE_URL"]).close()
            return
        time.sleep(0.05)
    raise ServiceFailed("the database does not come back")


def _to_stderr(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
