"""A module whose code can be taken from release to release inside one test."""

import copy
import itertools
import shutil
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test.utils import override_settings

from catalog import registry
from provisioning.engine import drive
from provisioning.models import Release
from provisioning.releases import watching
from provisioning.releases.build import build_releases
from provisioning.tests.tiruan.manifest import manifest

HISTORY = Path(__file__).parent / "tiruan" / "history"
# How many migrations the code has with each version.
LENGTHS = {"1.0.0": 2, "1.0.1": 2, "1.1.0": 3, "1.2.0": 4, "1.3.0": 5, "1.4.0": 3, "2.0.0": 6}
_numbers = itertools.count(1)
# What was compiled in this process, for compiling takes seconds; each test has a shelf of its own.
_compiled = {}


class Code:
    """The code base with `tiruan` at one version."""

    def __init__(self, folder):
        self.folder = folder
        self._overrides = []

    def at(self, version, *, build=True, length=None, edit=None):
        """Become the code of that version; `edit` changes the text of a migration's file."""
        package = self.folder / f"tiruan_history_{next(_numbers)}"
        package.mkdir()
        (package / "__init__.py").touch()
        for file in sorted(HISTORY.glob("0*.py"))[: length or LENGTHS[version]]:
            shutil.copy(file, package)
            if edit:
                edited = package / file.name
                edited.write_text(edit(file.name, edited.read_text()))
        history = {"tiruan": package.name}
        override = override_settings(
            INSTALLED_APPS=[*settings.INSTALLED_APPS, "provisioning.tests.tiruan.apps.ModuleConfig"],
            MODULE_LABELS=[*settings.MODULE_LABELS, "tiruan"],
            MIGRATION_MODULES=history,
        )
        if self._overrides:
            override = override_settings(MIGRATION_MODULES=history)
        override.enable()
        # Populating the apps has read the shelf anew.
        registry._manifests["tiruan"] = manifest(version)
        # What a process knows of its tables, it learnt when it had none of these.
        watching._facts_of_tables.cache_clear()
        self._overrides.append(override)
        if not build:
            return None
        is_plain = length is None and edit is None
        if is_plain:
            self._lay_out(version)
        built = build_releases(["tiruan"])[0]
        if is_plain and built.is_new:
            _compiled[version] = built.release
        return built.release

    def _lay_out(self, version):
        """Put on the shelf what an earlier test compiled; building compares it with the code and takes it as it is."""
        known = _compiled.get(version)
        if known is None or Release.objects.using("owner").filter(slug="tiruan", version=version).exists():
            return
        release = copy.copy(known)
        release.pk, release.built_at = None, None
        release.save(using="owner", force_insert=True)

    def close(self):
        """Be the house's own code again."""
        for override in reversed(self._overrides):
            override.disable()
        registry._manifests.pop("tiruan", None)
        watching._facts_of_tables.cache_clear()


@pytest.fixture
def code(fresh, tmp_path, monkeypatch):
    """The code base; `code.at("1.0.0")` makes it that of a version and builds the release."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    made = Code(tmp_path)
    yield made
    made.close()


@pytest.fixture
def do():
    """Drives a run to its end and gives it back as the journal has it."""

    def drive_it(run):
        drive(str(run.pk))
        run.refresh_from_db()
        return run

    return drive_it
