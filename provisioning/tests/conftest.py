"""A module whose code can be taken from release to release inside one test."""

import itertools
import shutil
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test.utils import override_settings

from catalog import registry
from provisioning.engine import drive
from provisioning.releases import watching
from provisioning.releases.build import build_releases
from provisioning.tests.tiruan.manifest import manifest

HISTORY = Path(__file__).parent / "tiruan" / "history"
# How many migrations the code has with each version.
LENGTHS = {"1.0.0": 2, "1.0.1": 2, "1.1.0": 3, "1.2.0": 4, "1.3.0": 5, "1.4.0": 3, "2.0.0": 6}
_numbers = itertools.count(1)


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
                copy = package / file.name
                copy.write_text(edit(file.name, copy.read_text()))
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
        return build_releases(["tiruan"])[0].release if build else None

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
