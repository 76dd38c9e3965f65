"""The embedded servers as a person's data would have them: durable, with checkpoints paced for mass creation.

`adopsi.runtime.services.embedded_services` serves tests and writes nothing safely; a commit that costs nothing would
flatter the journal, which commits often, against a raw replay, which commits once.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from adopsi.runtime import environment, postgres
from adopsi.runtime.errors import ServiceFailed
from adopsi.runtime.home import Home, held
from adopsi.runtime.services import start_foundation
from adopsi.runtime.supervisor import Supervisor, interruptible

# After hundreds of Pemda one checkpoint syncs hundreds of thousands of files: not in the middle of a measurement.
PACED = {"max_wal_size": "24GB", "checkpoint_timeout": "1h", "autovacuum_naptime": "15s"}
# Two web processes keep a connection of every Pemda of the largest fleet.
ROOMY = {"max_connections": "1400"}


def serve(root: Path) -> None:
    """Run the servers until stdin closes; one JSON line on stdout names their addresses."""
    home = Home(root)
    with interruptible(), held(home, doing="make bench") as lock:
        supervisor = Supervisor(home=root, logs=home.logs, lock=lock, say=_to_stderr)
        try:
            found = start_foundation(supervisor, home, settings={**postgres.DURABLE, **PACED, **ROOMY})
            addresses = {**found.owner, "SUPERUSER_DATABASE_URL": found.superuser_url}
            sys.stdout.write(json.dumps(addresses) + "\n")
            sys.stdout.flush()
            sys.stdin.read()
        except KeyboardInterrupt:
            _to_stderr("stopping")
        finally:
            supervisor.stop()


@contextlib.contextmanager
def servers(home: Path) -> Iterator[dict[str, str]]:
    """The servers while the block runs; yields the environment variables that name them."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.servers", str(home)],
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
            raise ServiceFailed("The servers of the benchmark did not start; the reason stands above.")
        yield json.loads(line)
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def _to_stderr(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
