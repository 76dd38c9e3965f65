"""The door into a Pemda."""

import pytest

from tenants.accounts.models import Person
from tenants.errors import NoPemdaActive


def test_outside_of_a_pemda_nothing_can_be_read(shared_database):
    with pytest.raises(NoPemdaActive):
        Person.objects.count()


def test_inside(in_poso, sari):
    assert list(Person.objects.all()) == [sari]
