"""Pytest plugin of the house: real PostgreSQL and Valkey for the run, two Pemda, and a named cast.

Loaded with `-p tests.plugin` so that a module's own tests have the same fixtures. The database is made once: Poso
with every module, Karawang with none. `in_poso` runs a test inside Poso and rolls it back; `fresh` gives a database
of its own, where commits are real.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

WHOLE = "complete"
CODES = {"poso": "72.02", "karawang": "32.15"}
# A folder in which the servers and the template database stay from run to run, for who runs few tests often.
KEPT_HOME = os.environ.get("ADOPSI_TEST_HOME", "")
_services = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start what the tests need before Django reads its settings.

    Each worker of xdist has servers of its own: logins belong to a whole cluster, and two tests that make the same
    Pemda at once would meet there.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
    # Tests neither print addresses nor talk to a proxy.
    os.environ.setdefault("ADOPSI_PORT", "8000")
    os.environ.setdefault("ADOPSI_LOG_LEVEL", "WARNING")
    # A run of tests is a flood from one address; what limits do is tested with narrow ones.
    for whose in ("PEMDA", "PERSON", "ADDRESS"):
        os.environ.setdefault(f"ADOPSI_LIMIT_{whose}", "1000000")
    from adopsi.runtime.services import embedded_services

    os.environ.update(_services.enter_context(embedded_services(_home())))


def _home() -> Path:
    """The servers' folder: one that is kept between runs (ADOPSI_TEST_HOME), or a new one."""
    if KEPT_HOME and "PYTEST_XDIST_WORKER" not in os.environ:
        return Path(KEPT_HOME)
    made = tempfile.TemporaryDirectory(prefix="adopsi-test-", ignore_cleanup_errors=True)
    return Path(_services.enter_context(made))


def _fingerprint() -> str:
    """A hash over all that decides what the template database holds; another one means a new template."""
    root = Path(__file__).resolve().parent.parent
    rooms = ("tenants/**/*.py", "provisioning/**/*.py", "catalog/*.py", "catalog/modules/*/manifest.py")
    parts = (*rooms, "catalog/modules/*/migrations/*.py", "catalog/**/categories.py", "platform/adopsi/settings/*.py")
    seen = hashlib.sha256()
    for path in sorted({found for part in parts for found in root.glob(part) if "tests" not in found.parts}):
        seen.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return seen.hexdigest()[:12]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    _services.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put journeys last: a driven browser keeps an event loop in the process, in which Django refuses to query."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


def superuser(statement: str) -> list[Any]:
    """Run one statement as the cluster's superuser; the rows that it gives."""
    connection = psycopg2.connect(os.environ["SUPERUSER_DATABASE_URL"])
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _is_whole(name: str) -> bool:
    """Whether a template of this name was made to its end in an earlier run."""
    found = superuser(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")
    return found == [(WHOLE,)]


def _use_database(name: str) -> None:
    """Point every alias of this process at another database."""
    from django.db import connections

    from tenants.backend.base import POOL

    connections.close_all()
    POOL.clear()
    for alias in connections:
        connections.settings[alias]["NAME"] = name


@contextlib.contextmanager
def _clone(template: str) -> Iterator[str]:
    name = f"t_{uuid.uuid4().hex[:12]}"
    superuser(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER adopsi_owner')
    try:
        yield name
    finally:
        superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session", autouse=True)
def _unblocked(django_db_blocker: Any) -> Iterator[None]:
    """The backend fails closed by itself; pytest-django's own guard knows only one database."""
    from django.conf import settings
    from django.test.signals import setting_changed

    # A cast of hundreds signs in during a run; the strength of the real hash is not what is tested here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Nothing is collected for tests: static files have their plain names.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    # Somebody may have asked for the storage while the tests were collected.
    setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)
    _let_connections_rest()
    with django_db_blocker.unblock():
        yield


def _let_connections_rest() -> None:
    """Django's test client looks after no connection, for a test's transaction is open on it; ours must not either."""
    from django.core.signals import request_finished, request_started

    from tenants.backend.edges import after_request, before_request

    # Whether something was disconnected: that both were there when the apps were ready.
    assert request_started.disconnect(before_request)
    assert request_finished.disconnect(after_request)


@pytest.fixture(scope="session")
def template_database(_unblocked: None) -> Iterator[str]:
    """A database with the shared tables, Poso with every module and Karawang with none."""
    from django.db import connections

    import adopsi.celery  # noqa: F401 - makes messages go to the test's broker
    from adopsi.cli.migrate import migrate
    from catalog.registry import all_manifests
    from provisioning.engine import drive
    from provisioning.models import Run
    from provisioning.services import request_create
    from tenants import directory

    # What a test changes and rolls back is never announced: without a listener nothing is cached.
    directory.listener.start = lambda: None
    directory.BLIND_SECONDS = 0.0
    origin = connections.settings["default"]["NAME"]
    name = f"template_{_fingerprint() if KEPT_HOME else uuid.uuid4().hex[:8]}"
    if not (KEPT_HOME and _is_whole(name)):
        superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        superuser(f'CREATE DATABASE "{name}" TEMPLATE "{origin}" OWNER adopsi_owner')
        _use_database(name)
        migrate(argparse.Namespace(modules=True))
        every = [manifest.slug for manifest in all_manifests()]
        for code, modules in ((CODES["poso"], every), (CODES["karawang"], [])):
            drive(str(request_create(code=code, modules=modules, requested_by="tests").pk))
        for run in Run.objects.filter(state__in=Run.UNFINISHED).order_by("created_at"):
            drive(str(run.pk))
        failed = Run.objects.exclude(state=Run.State.DONE)
        assert not failed, [(str(run), run.error) for run in failed]
        _use_database(origin)
        superuser(f"COMMENT ON DATABASE \"{name}\" IS '{WHOLE}'")
    yield name
    if not KEPT_HOME:
        superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def shared_database(template_database: str) -> Iterator[str]:
    """The database of this process's tests that roll back."""
    with _clone(template_database) as name:
        _use_database(name)
        yield name
        _use_database("postgres")


@pytest.fixture
def fresh(shared_database: str, template_database: str) -> Iterator[str]:
    """A database of the test's own: commits are real, provisioning works, Pemda can be switched."""
    with _clone(template_database) as name:
        _use_database(name)
        yield name
        _use_database(shared_database)


def _facts(code: str) -> Any:
    from tenants import directory

    return directory.pemda_of(code)


@pytest.fixture
def poso(shared_database: str) -> Any:
    """Kabupaten Poso, with every module."""
    return _facts(CODES["poso"])


@pytest.fixture
def karawang(shared_database: str) -> Any:
    """Kabupaten Karawang, without modules."""
    return _facts(CODES["karawang"])


@contextlib.contextmanager
def _rolled_back(*aliases: str) -> Iterator[None]:
    from django.db import transaction

    with contextlib.ExitStack() as stack:
        for alias in aliases:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in aliases:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def in_poso(poso: Any) -> Iterator[Any]:
    """The test runs inside Poso, in a transaction that is rolled back."""
    from tenants.context import inside

    with inside(poso), _rolled_back("default", "public"):
        yield poso


@pytest.fixture
def in_karawang(karawang: Any) -> Iterator[Any]:
    """The test runs inside Karawang, in a transaction that is rolled back."""
    from tenants.context import inside

    with inside(karawang), _rolled_back("default", "public"):
        yield karawang


@pytest.fixture
def in_pusat(shared_database: str) -> Iterator[None]:
    """The test runs at pusat, in a transaction that is rolled back."""
    from tenants.context import at_pusat

    with at_pusat(), _rolled_back("default", "public"):
        yield


@pytest.fixture
def person() -> Callable[..., Any]:
    """Makes a person in the active place: `person("Sari", kind="warga")`."""
    from tenants.accounts.models import Person
    from tenants.accounts.services import mark_contact_verified

    def make(name: str, kind: str = "warga", **fields: Any) -> Person:
        email = fields.pop("email", f"{name.lower()}@contoh.example")
        made = Person.objects.create_user(name=name, email=email, kind=kind, password="kata-sandi-uji", **fields)
        mark_contact_verified(person=made)
        return made

    return make


@pytest.fixture
def sari(person: Callable[..., Any]) -> Any:
    """A citizen of the active Pemda."""
    return person("Sari")


@pytest.fixture
def otto(person: Callable[..., Any]) -> Any:
    """Another citizen, who has nothing to do with Sari's business."""
    return person("Otto")


@pytest.fixture
def budi(person: Callable[..., Any]) -> Any:
    """An officer of the active Pemda, without roles until the test gives some."""
    return person("Budi", kind="petugas")


@pytest.fixture
def rina(person: Callable[..., Any]) -> Any:
    """The IT admin of the active Pemda."""
    return person("Rina", kind="admin_ti")


@pytest.fixture
def tiara(in_pusat: None, person: Callable[..., Any]) -> Any:
    """A member of the Tangerang team."""
    return person("Tiara", kind="tim_pusat")


@pytest.fixture
def give() -> Callable[..., None]:
    """Gives a role: `give(budi, "laksa.penanggap", opd=pupr)`."""
    from tenants.organisation.models import RoleGrant

    def grant(person: Any, role: str, opd: Any = None) -> None:
        RoleGrant.objects.get_or_create(person=person, role=role, opd=opd)
        person.__dict__.pop("_role_grants_read", None)

    return grant


@pytest.fixture
def client_of(shared_database: str) -> Callable[..., Any]:
    """A browserless client on a Pemda's host (None: pusat), signed in as the person if one is given.

    Officers, IT admins and the team have shown their second factor in it, unless `second_factor` is False.
    """
    from django.test import Client

    from tenants.context import at_pusat, inside

    def make(pemda: Any, person: Any = None, *, second_factor: bool = True, **options: Any) -> Client:
        host = pemda.primary_host if pemda else "localhost"
        client = Client(headers={"host": f"{host}:8000"}, **options)
        if person is not None:
            with inside(pemda) if pemda else at_pusat():
                client.force_login(person)
                if second_factor:
                    show_second_factor(client, person)
        return client

    return make


def show_second_factor(client: Any, person: Any) -> None:
    """Note in the client's session what showing a second factor notes there."""
    import time

    from allauth.account.internal.flows import login

    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = login.user_id_to_str(person)
    session.save()
