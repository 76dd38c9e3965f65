"""The README's six steps to a new module, followed to the letter in a copy of the house."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"`(catalog/modules/[\w/.]+)`[^\n]*:\n(?P<indent> *)```\w*\n(?P<body>.*?)\n *```", re.S)

PROBE = """
import json, django
django.setup()
import adopsi.celery
from adopsi.cli.migrate import migrate
from provisioning.engine import drive
from provisioning.services import request_create, request_enable
migrate(None)
drive(str(request_create(code="72.02", requested_by="README").pk))
from django.test import Client
from tenants import directory
directory.listener.start, directory.BLIND_SECONDS = (lambda: None), 0.0
client = Client(headers={"host": "poso.localhost:8000"})
before = client.get("/bukutamu/").status_code
run = request_enable(pemda_code="72.02", slug="bukutamu", requested_by="README")
drive(str(run.pk))
run.refresh_from_db()
after = client.get("/bukutamu/")
home = client.get("/").content.decode()
print(json.dumps([before, run.state, run.error, after.status_code, "Belum ada pesan" in after.content.decode(), "Buku Tamu" in home]))
"""


@pytest.fixture
def house(tmp_path):
    for room in ("platform", "tenants", "catalog", "provisioning"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "tests", "vendor"))
    return tmp_path


@pytest.fixture
def database():
    from tests.plugin import superuser

    superuser("CREATE DATABASE readme TEMPLATE adopsi OWNER adopsi_owner")
    yield "readme"
    superuser("DROP DATABASE IF EXISTS readme WITH (FORCE)")


def run_in(house, database, *arguments):
    environment = dict(os.environ)
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        environment[name] = environment[name].replace("/adopsi?", f"/{database}?")
    environment |= {
        "PYTHONPATH": f"{house}{os.pathsep}{house / 'platform'}",
        "ADOPSI_DEBUG": "1",
        "ADOPSI_MODULES": "bukutamu",
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=house, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_readmes_steps_make_a_module_that_works(house, database):
    readme = (ROOT / "README.md").read_text()
    blocks = {found.group(1): textwrap.dedent(found.group("body")) for found in BLOCK.finditer(readme)}
    assert len(blocks) == 8
    for name, body in blocks.items():
        file = house / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body + "\n")
    run_in(house, database, "-m", "adopsi.cli.main", "makemigrations", "bukutamu")
    answer = json.loads(run_in(house, database, "-c", PROBE).splitlines()[-1])
    assert answer == [404, "done", "", 200, True, True]
