"""The passwords of Pemda's logins are rotated while people work."""

import pytest
from django.db import OperationalError, connections

from provisioning.credentials import rotate_logins
from provisioning.engine import drive
from provisioning.services import request_create
from tenants.accounts.models import Person
from tenants.backend.base import POOL
from tenants.context import inside
from tenants.directory import get_pemda


def is_served(pemda):
    """With a connection of its own, as a new process makes it."""
    POOL.clear()
    connections["default"].close()
    try:
        with inside(pemda):
            Person.objects.count()
    except OperationalError:
        return False
    return True


@pytest.fixture
def sigi(fresh):
    """Logins belong to the whole server: the one whose password changes here is nobody else's."""
    drive(str(request_create(code="72.10", requested_by="tests").pk))
    return get_pemda("72.10")


@pytest.mark.parametrize("earlier_secret", ["", "the master secret before"])
def test_both_passwords_work_while_they_are_rotated(sigi, settings, earlier_secret):
    before = earlier_secret or settings.ADOPSI_MASTER_SECRET
    now = settings.ADOPSI_MASTER_SECRET
    settings.ADOPSI_MASTER_SECRET = before
    rotate_logins([sigi.code])
    settings.ADOPSI_MASTER_SECRET, settings.ADOPSI_CREDENTIAL_VERSION = now, 2
    assert not is_served(sigi)
    settings.ADOPSI_EARLIER_CREDENTIAL_VERSION, settings.ADOPSI_EARLIER_MASTER_SECRET = 1, earlier_secret
    assert is_served(sigi)
    assert rotate_logins([sigi.code]) == 1
    assert is_served(sigi)
    settings.ADOPSI_EARLIER_CREDENTIAL_VERSION = 0
    assert is_served(sigi)
    settings.ADOPSI_CREDENTIAL_VERSION = 1
    assert not is_served(sigi)


def test_an_open_connection_outlives_the_rotation(sigi, settings):
    with inside(sigi):
        Person.objects.count()
        settings.ADOPSI_CREDENTIAL_VERSION = 2
        rotate_logins([sigi.code])
        Person.objects.count()
