"""PostgreSQL, Valkey and the mail catcher of one data folder, ready to use.

`embedded_services(home)` is for tests: it starts them in a process of their own (so that threads of the test
run do not matter) and gives the environment variables that a deployment would set.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from adopsi.runtime import credentials, environment, mailcatcher, postgres, valkey
from adopsi.runtime.database import prepare_cluster
from adopsi.runtime.errors import ServiceFailed
from adopsi.runtime.home import Home, held
from adopsi.runtime.supervisor import Supervisor, interruptible

READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Foundation:
    """What the services offer: variables for the web, those with the owner's login, the superuser."""

    web: Mapping[str, str]
    owner: Mapping[str, str]
    superuser_url: str


def start_foundation(supervisor: Supervisor, home: Home, *, settings: Mapping[str, str]) -> Foundation:
    """Start database, broker and mail catcher, and make the database ready for Adopsi."""
    keys = credentials.kept(home.credentials)
    servers = environment.for_servers()
    listener = mailcatcher.listen()
    cluster = postgres.cluster_in(home.postgres, sockets=home.postgres_sockets())
    web = environment.for_web(home, cluster, keys, smtp_port=listener.getsockname()[1])
    supervisor.start(
        valkey.service(home.valkey, address=home.valkey_socket(), environment=servers),
        mailcatcher.service(home.mail, listener=listener, environment=environment.inherited()),
    )
    postgres.initialise(cluster, password=keys.superuser_password, environment=servers, logs=home.logs)
    supervisor.start(
        postgres.service(cluster, password=keys.superuser_password, environment=servers, extra=settings),
    )
    supervisor.wait_ready(seconds=READY_SECONDS)
    superuser = cluster.url(user=postgres.SUPERUSER, password=keys.superuser_password, database="postgres")
    owner_login, web_login = environment.logins(keys)
    prepare_cluster(superuser_url=superuser, database=environment.DATABASE, owner=owner_login, web=web_login)
    return Foundation(web=web, owner=environment.with_owner(web, cluster, keys), superuser_url=superuser)


def serve(root: Path) -> None:
    """Run the services until stdin closes or a signal comes; one JSON line on stdout says they are ready."""
    home = Home(root)
    with interruptible(), held(home, doing="services for tests") as lock:
        supervisor = Supervisor(home=root, logs=home.logs, lock=lock, say=_to_stderr)
        try:
            foundation = start_foundation(supervisor, home, settings=postgres.THROWAWAY)
            sys.stdout.write(
                json.dumps({**foundation.owner, "SUPERUSER_DATABASE_URL": foundation.superuser_url}) + "\n"
            )
            sys.stdout.flush()
            sys.stdin.read()
        except KeyboardInterrupt:
            _to_stderr("stopping")
        finally:
            supervisor.stop()


@contextlib.contextmanager
def embedded_services(home: Path) -> Iterator[dict[str, str]]:
    """Services in this folder while the block runs; yields the environment variables that name them.

    Beyond what a deployment sets, SUPERUSER_DATABASE_URL is given, for making databases from a template.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "adopsi.runtime", "services", "--home", str(home)],
        env=environment.inherited(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Ctrl-C in a terminal is for the test run, which then leaves this block.
        start_new_session=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise ServiceFailed("The embedded services did not start; the reason stands above.")
        yield json.loads(line)
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _to_stderr(text: str) -> None:
    sys.stderr.write(text + "\n")
