"""What the console's tests share: Karawang with real commits, its cast, and a way to bring runs to their end."""

import pytest

from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.models import Run
from tenants.context import inside
from tenants.directory import pemda_of


@pytest.fixture
def manifest():
    """Some module of the shelf; the console knows none by name."""
    return all_manifests()[0]


@pytest.fixture
def town(fresh):
    """Karawang without modules, in a database where commits are real."""
    return pemda_of("32.15")


@pytest.fixture
def admin(town, person):
    """Karawang's IT admin."""
    with inside(town):
        return person("Rina", kind="admin_ti")


@pytest.fixture
def finish():
    """Plays the worker: drives every unfinished run."""

    def drive_all():
        for run in Run.objects.filter(state__in=Run.UNFINISHED).order_by("created_at"):
            drive(str(run.pk))

    return drive_all


@pytest.fixture
def enabled(town, admin, client_of, finish, manifest):
    """The module, enabled in Karawang through the console."""
    client_of(town, admin).post(f"/konsol/katalog/{manifest.slug}/aktifkan/")
    finish()
    return manifest
