"""With PgBouncer in transaction mode between: identity stays right, and nothing of one Pemda is left for the next."""

import ctypes
import functools
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg2
import pytest

from adopsi.runtime import environment as runtime_environment
from adopsi.runtime.account import account_for
from adopsi.runtime.pooler import Pooler, prepare
from adopsi.settings.env import DatabaseAddress
from tenants.credentials import password_of
from tests.plugin import superuser

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
needs_pgbouncer = pytest.mark.skipif(
    PROGRAM is None and not os.environ.get("ADOPSI_REQUIRE_BROWSER"),
    reason="PgBouncer is not installed: apt install pgbouncer",
)
pytestmark = needs_pgbouncer
WEB_LOGIN = "adopsi_web"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def pooler(fresh, poso, karawang):
    """PgBouncer before this test's database; yields its port. It needs a folder that its account may enter."""
    server = DatabaseAddress.parse(os.environ["DATABASE_URL"], variable="DATABASE_URL")
    server = DatabaseAddress(server.host, server.port, fresh, server.user, server.password)
    folder = Path(server.host) / f"bouncer-{fresh}"
    folder.mkdir()
    account = account_for(folder, programs=(Path(PROGRAM),))
    port = free_port()
    prepare(superuser_url=os.environ["SUPERUSER_DATABASE_URL"], database=fresh, web=WEB_LOGIN, password="pooler")
    file = Pooler(folder, listen_port=port).write(server, password="pooler")
    for path in (folder, *folder.iterdir()) if account else ():
        account.own(path)
    become = functools.partial(account.become, ctypes.CDLL(None)) if account else None
    log = (folder / "log").open("wb")
    # PgBouncer refuses to run as root.
    process = subprocess.Popen([PROGRAM, str(file)], stdout=log, stderr=log, preexec_fn=become)
    try:
        wait_for(port, process, folder / "log")
        yield port
    finally:
        process.terminate()
        process.wait()
        log.close()
        shutil.rmtree(folder)


def wait_for(port, process, log):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("PgBouncer does not listen")


def connect(port, database, schema, password=None):
    return psycopg2.connect(
        host="127.0.0.1", port=port, dbname=database, user=schema, password=password or password_of(schema)
    )


def test_interleaved_transactions_of_two_pemda_meet_their_own(pooler, fresh, poso, karawang):
    wrong, done = [], []

    def work(pemda):
        connection = connect(pooler, fresh, pemda.schema_name)
        for turn in range(300):
            with connection, connection.cursor() as cursor:
                cursor.execute("SELECT session_user, current_schema(), count(*) FROM accounts_person")
                found = cursor.fetchone()[:2]
                if found != (pemda.schema_name, pemda.schema_name):
                    wrong.append((turn, found))
                done.append(1)
        connection.close()

    threads = [threading.Thread(target=work, args=(pemda,)) for pemda in (poso, karawang) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, len(done)) == ([], 2400)


def test_a_session_setting_of_one_client_is_not_the_next_ones(pooler, fresh, poso):
    first, second = (connect(pooler, fresh, poso.schema_name) for _each in range(2))
    with first, first.cursor() as cursor:
        cursor.execute("SET search_path TO extensions; SET statement_timeout = 1")
    with second, second.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_setting('statement_timeout')")
        assert cursor.fetchone() == (poso.schema_name, "0")
    first.close()
    second.close()


def test_a_pemda_created_later_needs_no_reload(pooler, fresh):
    from provisioning.engine import drive
    from provisioning.services import request_create

    drive(str(request_create(code="72.10", requested_by="tests").pk))
    with connect(pooler, fresh, "pemda_7210") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        assert cursor.fetchone() == ("pemda_7210",)
    connection.close()


def test_only_pemda_and_the_web_pass(pooler, fresh, poso):
    for name in ("adopsi_owner", "postgres"):
        with pytest.raises(psycopg2.OperationalError):
            connect(pooler, fresh, name, "x")
    with pytest.raises(psycopg2.OperationalError):
        connect(pooler, fresh, poso.schema_name, "guessed")


SERVED = """
import os, sys
import django
django.setup()
from django.db import connections
from tenants.accounts.models import Person
from tenants.context import at_pusat, inside
from tenants.directory import get_pemda
from tenants.models import Pemda
names = []
for code in ("72.02", "32.15", "72.02"):
    with inside(get_pemda(code)):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT session_user, current_schema()")
            names.append(cursor.fetchone())
        list(Person.objects.all().iterator(chunk_size=1))
with at_pusat():
    Person.objects.count()
assert Pemda.objects.count() == 2
assert names == [("pemda_7202",) * 2, ("pemda_3215",) * 2, ("pemda_7202",) * 2], names
print("SERVED")
"""


def test_adopsi_itself_works_through_it(pooler, fresh):
    """A process with the settings of docs/deploy.md: models, pusat, cursors, and changes heard past the pooler."""
    direct = DatabaseAddress.parse(os.environ["DATABASE_URL"], variable="DATABASE_URL")
    known = runtime_environment.inherited() | dict(os.environ)
    environment = {name: value for name, value in known.items() if name != "OWNER_DATABASE_URL"} | {
        "PYTHONPATH": runtime_environment.inherited()["PYTHONPATH"],
        "DATABASE_URL": f"postgresql://{direct.user}:{direct.password}@127.0.0.1:{pooler}/{fresh}",
        "LISTEN_DATABASE_URL": os.environ["DATABASE_URL"].replace(f"/{direct.name}?", f"/{fresh}?"),
        "ADOPSI_POOLER": "1",
    }
    found = subprocess.run([sys.executable, "-c", SERVED], env=environment, capture_output=True, text=True, check=False)
    assert found.stdout.strip().endswith("SERVED"), found.stderr[-1500:]


def test_the_poolers_login_reads_verifiers_of_nobody_else(pooler, fresh):
    with psycopg2.connect(os.environ["SUPERUSER_DATABASE_URL"], dbname=fresh) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_roles r, LATERAL adopsi_pooler.login(r.rolname) ORDER BY 1")
            names = {row[0] for row in cursor.fetchall()}
    connection.close()
    assert {"pemda_7202", "pemda_3215", WEB_LOGIN} <= names
    assert not {name for name in names if not name.startswith("pemda_")} - {WEB_LOGIN}
    superuser("SELECT 1")
