"""The benchmark's synthetic modules are modules like any other."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.modules import layout_of, write_modules, write_next_release

ROOT = Path(__file__).resolve().parent.parent
PROBE = """
import json, django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from catalog.registry import all_manifests
slugs = [each.slug for each in all_manifests()]
call_command("makemigrations", *slugs, check=True, dry_run=True, verbosity=1)
names = sorted(name for label, name in MigrationLoader(None).graph.nodes if label in slugs)
print(json.dumps([[each.slug, each.version] for each in all_manifests()]))
print(json.dumps(names))
print(len([model for slug in slugs for model in apps.get_app_config(slug).get_models()]))
"""


@pytest.fixture
def probe(tmp_path):
    def ask():
        slugs = ",".join(folder.name for folder in tmp_path.iterdir())
        environment = {**os.environ, "ADOPSI_EXTRA_MODULES": str(tmp_path), "ADOPSI_MODULES": slugs}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "platform")])
        done = subprocess.run(
            [sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr[-2000:]
        return [json.loads(line) for line in done.stdout.splitlines()[-3:]]

    return ask


def test_generated_modules_pass_the_manifest_check_and_match_their_migrations(tmp_path, probe):
    slugs = write_modules(tmp_path, 3)
    assert len({layout_of(slug).tables[1].name for slug in slugs}) == 3
    manifests, names, models = probe()
    assert sorted(manifests) == sorted([slug, "1.0.0"] for slug in slugs)
    assert names == sorted(["0001_create", "0002_grow", "0003_fill", "0004_constrain"] * 3)
    assert models == 15


def test_the_next_release_adds_one_migration_that_adds_one_field(tmp_path, probe):
    slugs = write_modules(tmp_path, 3)
    for slug in slugs:
        write_next_release(tmp_path, slug)
        text = (tmp_path / slug / "migrations" / "0005_next_release.py").read_text()
        assert text.count("migrations.AddField(") == 1
    manifests, names, _models = probe()
    assert sorted(manifests) == sorted([slug, "1.1.0"] for slug in slugs)
    assert names.count("0005_next_release") == 3
