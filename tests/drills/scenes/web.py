"""Citizens send reports by programs while what serves them dies: web workers, their database connections, Valkey.

Each report has an idempotency key and is sent again with it until it is answered, as a phone on a bad network does. In
the end every key has one report with all that belongs to it, and no number is used twice.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from json import dumps, loads
from pathlib import Path
from typing import Any

import psycopg2

from adopsi.runtime import environment, valkey
from tests.benchmarks.measuring import conclude
from tests.benchmarks.scenes.pages import _free_port, _web, _workers
from tests.drills import code, towns

MODULE, ADDRESS = "laksa", "/api/v1/laksa/reports/"
CITIZENS = 8
# How often each fault is done, and the seconds between. Granian takes a worker that dies 5.5 s after it was started for
# one that always does, and leaves starting again to the service manager.
KILLS, KILL_PAUSE = 8, (6.0, 9.0)
TIMES, PAUSE = 25, (0.2, 0.7)
# A request that nobody answers is sent again so soon, and given up so late.
AGAIN_SECONDS, GIVE_UP_SECONDS = 0.1, 90.0
OFF = dict.fromkeys(("ADOPSI_LIMIT_PEMDA", "ADOPSI_LIMIT_PERSON", "ADOPSI_LIMIT_ADDRESS", "ADOPSI_PEMDA_THREADS"), "0")
BACKENDS = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = %s"


def main() -> None:
    """Three faults, one after the other, each on a fresh web server."""
    code.become(code.NEW, build=False)
    code.trust_no_cache()
    home = Path(os.environ["ADOPSI_DRILL_HOME"])
    (home / "logs").mkdir(exist_ok=True)
    (home / "static").mkdir(exist_ok=True)
    os.environ.update({**OFF, "ADOPSI_HOME": str(home), "ADOPSI_STATIC_ROOT": str(home / "static")})
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"], check=True)
    tokens = _prepare()
    faults = {
        "web worker killed": _play(tokens, lambda server: _kill(server.pid), times=KILLS, pause=KILL_PAUSE),
        "connections ended": _play(tokens, lambda _server: _end_connections()),
    }
    faults["web worker killed"]["kills"] = KILLS
    with _own_valkey(home) as broker:
        faults["Valkey killed and away"] = _play(tokens, lambda _server: broker())
    conclude({"operations": {}, "faults": faults})


def _prepare() -> list[str]:
    """The module with wide limits, and a program's token for each citizen."""
    from catalog.models import Activation
    from provisioning.releases.build import build_releases
    from tenants.accounts.models import Person
    from tenants.accounts.tokens import issue_token
    from tenants.context import inside
    from tenants.directory import get_pemda

    build_releases([MODULE])
    towns.enable(towns.BLANK, MODULE)
    row = Activation.objects.using("owner").get(pemda_id=towns.BLANK, slug=MODULE)
    row.settings = {**row.settings, "reports_per_hour": 100_000, "reports_per_hour_address": 100_000}
    row.save(using="owner")
    with inside(get_pemda(towns.BLANK)):
        people = [
            Person.objects.create_user(name=f"Warga {number}", email=f"w{number}@drill.example", kind="warga")
            for number in range(CITIZENS)
        ]
        scopes = ["laksa:read", "laksa:write"]
        return [issue_token(person=person, name="drill", scopes=scopes, days=1)[1] for person in people]


def _play(
    tokens: list[str], hurt: Callable[[Any], None], *, times: int = TIMES, pause: tuple[float, float] = PAUSE
) -> dict[str, Any]:
    """Let all citizens write while `hurt` is done again and again; what came of it."""
    before = _reports()
    sent = _Sent()
    port = _free_port()
    with _web(port) as server:
        over = threading.Event()
        citizens = [threading.Thread(target=sent.write, args=(port, token, over)) for token in tokens]
        for thread in citizens:
            thread.start()
        for _each in range(times):
            time.sleep(random.uniform(*pause))
            hurt(server)
        time.sleep(1.0)
        over.set()
        for thread in citizens:
            thread.join()
        problems = sent.problems() + _problems(before, sent.numbers)
    return {
        "kills": 0,
        "half_made": len(problems),
        "unfinished": sent.unanswered,
        "longest_recovery_s": round(sent.longest, 2),
        "problems": problems[:10],
        "times": times,
        "reports": len(sent.numbers),
        "sent_again": sent.again,
    }


class _Sent:
    """What citizens sent and what they were told."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.again = self.unanswered = 0
        self.longest = 0.0
        self.refusals: list[str] = []
        self._mine = threading.Lock()

    def write(self, port: int, token: str, over: threading.Event) -> None:
        """One citizen's program: one report after the other."""
        number = 0
        while not over.is_set():
            number += 1
            key, started = f"{token[-12:]}-{time.time_ns()}", time.monotonic()
            while not self._one(port, token, key, number):
                if time.monotonic() - started > GIVE_UP_SECONDS:
                    with self._mine:
                        self.unanswered += 1
                    return
                time.sleep(AGAIN_SECONDS)
            with self._mine:
                self.longest = max(self.longest, time.monotonic() - started)

    def _one(self, port: int, token: str, key: str, number: int) -> bool:
        body = {"category": "jalan", "title": f"Lubang {number}", "description": key, "district_code": _district()}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{ADDRESS}", dumps(body).encode(), method="POST")
        for name, value in (
            ("Host", _host()),
            ("Authorization", f"Bearer {token}"),
            ("Idempotency-Key", key),
            ("Content-Type", "application/json"),
        ):
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                told = loads(answer.read())["number"]
        except urllib.error.HTTPError as error:
            # A server that says it cannot, or that the first sending is still at work, is asked again.
            if error.code < 500 and error.code != 409:
                with self._mine:
                    self.refusals.append(f"{error.code}: {error.read()[:200]!r}")
            told = None
        except OSError:
            told = None
        with self._mine:
            if told is None:
                self.again += 1
            else:
                self.numbers.append(told)
        return told is not None

    def problems(self) -> list[str]:
        """Answers that should not have been."""
        found = [f"refused: {each}" for each in self.refusals[:3]]
        if len(set(self.numbers)) != len(self.numbers):
            found.append("two keys were given one number")
        return found


def _district() -> str:
    return f"{towns.BLANK}.01"


def _host() -> str:
    from tenants.directory import get_pemda

    return get_pemda(towns.BLANK).primary_host


def _reports() -> dict[str, tuple[str, ...]]:
    """Each report's number, with how many rows of each kind belong to it."""
    from django.apps import apps

    from tenants.context import inside
    from tenants.directory import get_pemda

    report = apps.get_model(MODULE, "Report")
    parts = [each for each in report._meta.related_objects if each.related_model is not report]
    with inside(get_pemda(towns.BLANK)):
        rows = {row.pk: [row.number, row.description] for row in report.objects.all()}
        for part in parts:
            counts: dict[Any, int] = {}
            for key in part.related_model.objects.values_list(part.field.attname, flat=True):
                counts[key] = counts.get(key, 0) + 1
            for key, row in rows.items():
                row.append(f"{part.related_model.__name__} {counts.get(key, 0)}")
        return {row[0]: tuple(row[1:]) for row in rows.values()}


def _problems(before: dict[str, tuple[str, ...]], told: list[str]) -> list[str]:
    written = {number: row for number, row in _reports().items() if number not in before}
    found = [f"answered and not there: {number}" for number in set(told) - set(written)][:3]
    found += [f"there and never answered: {number}" for number in set(written) - set(told)][:3]
    keys = [row[0] for row in written.values()]
    if len(set(keys)) != len(keys):
        found.append(f"{len(keys) - len(set(keys))} reports were written twice")
    shapes = {row[1:] for row in written.values()}
    if len(shapes) > 1:
        found.append(f"reports are not alike: {sorted(shapes)[:3]}")
    return found


# --- what is hurt -------------------------------------------------------------------------------------


def _kill(server: int) -> None:
    if workers := _workers(server):
        with contextlib.suppress(ProcessLookupError):
            os.kill(random.choice(workers), signal.SIGKILL)


def _end_connections() -> None:
    from tenants.credentials import schema_of

    with contextlib.closing(psycopg2.connect(os.environ["SUPERUSER_DATABASE_URL"])) as line, line.cursor() as cursor:
        cursor.execute(BACKENDS, [schema_of(towns.BLANK)])


@contextlib.contextmanager
def _own_valkey(home: Path) -> Iterator[Callable[[], None]]:
    """A Valkey of this scene's; yields what kills it, starts it, and leaves it away at the last."""
    folder, address = home / "valkey-web", home / "web.sock"
    folder.mkdir()
    service = valkey.service(folder, address=address, environment=environment.for_servers())
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        running.append(subprocess.Popen(service.command, env=dict(service.environment), stdout=subprocess.DEVNULL))

    def turn() -> None:
        if running[-1].poll() is None:
            running[-1].kill()
            running[-1].wait()
        else:
            start()

    os.environ["BROKER_URL"] = f"redis+socket://{address}?virtual_host=0"
    os.environ["CACHE_URL"] = f"unix://{address}?db=1"
    start()
    try:
        yield turn
    finally:
        running[-1].kill()
        running[-1].wait()


if __name__ == "__main__":
    main()
