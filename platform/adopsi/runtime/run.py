"""`make run`: the whole of Adopsi on one machine, in the foreground, until Ctrl-C."""

from __future__ import annotations

import http.client
import shutil
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from adopsi.runtime import fingerprint, postgres
from adopsi.runtime.child import Service
from adopsi.runtime.environment import PROJECT, demonstration_webhook_secret, inherited
from adopsi.runtime.errors import EmbeddedRunError, PortTaken
from adopsi.runtime.home import Home, held
from adopsi.runtime.services import Foundation, start_foundation
from adopsi.runtime.supervisor import Supervisor, interruptible

SOURCES = tuple(PROJECT / name for name in ("platform", "tenants", "catalog", "provisioning"))
LOCK = PROJECT / "requirements" / "run.txt"
WEB_READY_SECONDS = 90.0
WEB_WORKERS = 2
WEB_THREADS = 4
# The others start and work behind what a person waits for.
BACKGROUND = 5


def say(text: str) -> None:
    """One line for the person at the terminal, at once even into a file."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(root: Path, *, port: int) -> None:
    """Start everything, show the addresses, keep it up until a signal, end it."""
    home = Home(root)
    started = time.monotonic()
    with interruptible(), held(home, doing=f"http://localhost:{port}") as lock:
        refuse_taken_port(port)
        supervisor = Supervisor(home=root, logs=home.logs, lock=lock, say=say)
        try:
            _bring_up(supervisor, home, port=port)
            say(f"\nReady after {time.monotonic() - started:.1f} s. Ctrl-C stops everything. Logs: {home.logs}")
            supervisor.watch()
        except KeyboardInterrupt:
            say("\nStopping …")
        finally:
            supervisor.stop()
        say("Stopped.")


def refuse_taken_port(port: int) -> None:
    """PortTaken unless this machine lets us listen on the port."""
    if not 0 < port < 65536:
        raise EmbeddedRunError(f"ADOPSI_PORT={port}: expected a number from 1 to 65535")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A port that only waits for the last packets of an earlier run is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as refusal:
            raise PortTaken(
                f"Port {port} cannot be used ({refusal.strerror}). Choose another one with ADOPSI_PORT, for example:\n"
                f"  ADOPSI_PORT={port + 1 if port < 65535 else 8000} make run"
            ) from refusal


def _bring_up(supervisor: Supervisor, home: Home, *, port: int) -> None:
    say(f"Starting PostgreSQL, Valkey and the mail catcher in {home.root} …")
    foundation = _for_port(start_foundation(supervisor, home, settings=postgres.DURABLE), port=port)
    _prepare(supervisor, home, foundation)
    say("Starting web, workers and beat …")
    supervisor.start(_web(foundation.web, port=port), *_workers(foundation))
    supervisor.complete(
        _step("demo", ("adopsi.cli.main", "demo"), foundation.owner),
        shown=True,
    )
    supervisor.wait_ready(seconds=WEB_READY_SECONDS)
    # Nobody waits for the first tick, and starting takes a processor for a second.
    supervisor.start(_beat(home, foundation))


def _for_port(foundation: Foundation, *, port: int) -> Foundation:
    shown = {
        "ADOPSI_DEMO": "1",
        "ADOPSI_SCHEME": "http",
        "ADOPSI_BASE_DOMAIN": "localhost",
        "DJANGO_SETTINGS_MODULE": "adopsi.settings.base",
        # The system that a person tries webhooks with runs on this machine.
        "ADOPSI_WEBHOOK_ALLOW_PRIVATE": "1",
        # So does the identity provider, or the push service of a browser under test.
        "ADOPSI_OIDC_ALLOW_PRIVATE": "1",
        # The demonstration is its own Stripe.
        "ADOPSI_STRIPE_WEBHOOK_SECRETS": demonstration_webhook_secret(foundation.web["ADOPSI_MASTER_SECRET"]),
        "ADOPSI_STRIPE_LIVEMODE": "0",
    }
    # What a person sets by hand wins over what the demonstration assumes.
    common = {**shown, **inherited(), "ADOPSI_PORT": str(port)}
    return Foundation(
        web={**common, **foundation.web},
        owner={**common, **foundation.owner},
        superuser_url=foundation.superuser_url,
    )


def _prepare(supervisor: Supervisor, home: Home, foundation: Foundation) -> None:
    """Migrate and collect static files where the sources changed since that last succeeded."""
    # Beside the cluster, so that removing the database alone also forgets that it was migrated.
    migrated, collected = home.postgres / "migrated", home.static / ".collected"
    code = fingerprint.of((*SOURCES, LOCK), counts=_is_source)
    static = fingerprint.of((*SOURCES, LOCK), counts=_is_static)
    if not fingerprint.unchanged(collected, static):
        say("Collecting static files …")
        shutil.rmtree(home.static)
        home.static.mkdir()
        collect = ("django", "collectstatic", "--noinput", "--verbosity", "0")
        supervisor.complete(_step("collectstatic", collect, foundation.web))
        fingerprint.remember(collected, static)
    if not fingerprint.unchanged(migrated, code):
        say("Migrating the database …")
        supervisor.complete(_step("migrate", ("adopsi.cli.main", "migrate", "--modules"), foundation.owner))
        fingerprint.remember(migrated, code)


def _is_source(file: Path) -> bool:
    return file.suffix in {".py", ".yaml", ".yml", ".json", ".sql", ".txt", ".csv"} and "tests" not in file.parts


def _is_static(file: Path) -> bool:
    return "static" in file.parts or "settings" in file.parts or file == LOCK


def _step(name: str, module: tuple[str, ...], environment: Mapping[str, str]) -> Service:
    return Service(name=name, command=(sys.executable, "-m", *module), environment=environment, stop_seconds=5)


def _workers(foundation: Foundation) -> tuple[Service, ...]:
    # Neighbours to greet or to gossip with there are none.
    alone = ("--without-mingle", "--without-gossip")
    return (
        _celery("worker", ("worker", "-Q", "work", "-n", "work@localhost", "-c", "2", *alone), foundation.web),
        _celery(
            "provisioner",
            ("worker", "-Q", "provisioning", "-n", "provisioning@localhost", "-c", "1", *alone),
            foundation.owner,
        ),
    )


def _beat(home: Home, foundation: Foundation) -> Service:
    return _celery("beat", ("beat", "-s", str(home.run / "beat-schedule"), "--pidfile="), foundation.web)


def _celery(name: str, arguments: tuple[str, ...], environment: Mapping[str, str]) -> Service:
    command = (sys.executable, "-m", "celery", "-A", "adopsi.celery:app", *arguments, "--loglevel", "info")
    # Django's system checks take seconds in each process; `make check` and the tests run them.
    # A person may be waiting for the provisioner, as for the web.
    niceness = 0 if name == "provisioner" else BACKGROUND
    return Service(
        name=name, command=command, environment={**environment, "CELERY_SKIP_CHECKS": "1"}, niceness=niceness
    )


def _web(environment: Mapping[str, str], *, port: int) -> Service:
    return Service(
        name="web",
        command=(
            *(sys.executable, "-m", "granian", "adopsi.wsgi:application", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(port), "--no-ws", "--http", "1"),
            *("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)),
            *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
        ),
        environment=environment,
        ready=lambda: _serves(port),
    )


def _serves(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
