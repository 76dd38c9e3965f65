"""A phone number in its column, in look-ups, and moved to where it does not belong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from tenants.accounts.models import Person
from tenants.context import inside
from tenants.vault.errors import NeedsItsRow, SealBroken
from tenants.vault.sealing import open_sealed, seal

NUMBER = "+6281234561234"


def column_of(person: Person) -> str:
    """What stands in the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_person WHERE id = %s", [person.pk])
        return str(cursor.fetchone()[0])


def put(person: Person, text: str) -> Person:
    """Write into the table past the field; the person as loaded afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET phone = NULL WHERE phone = %s", [text])
        cursor.execute("UPDATE accounts_person SET phone = %s WHERE id = %s", [text, person.pk])
    return Person.objects.get(pk=person.pk)


def test_the_column_is_sealed_and_the_attribute_plain(in_poso: Any, person: Callable[..., Any]) -> None:
    sari = person("Sari", phone=NUMBER)
    assert column_of(sari).startswith("s1.")
    assert "81234561234" not in column_of(sari)
    loaded = Person.objects.get(pk=sari.pk)
    assert "81234561234" not in repr(loaded.__dict__)
    assert loaded.phone == NUMBER
    assert str(Person.objects.values_list("phone", flat=True).get(pk=sari.pk)) == "••••"
    assert Person.objects.only("name").get(pk=sari.pk).phone == NUMBER


def test_a_value_that_did_not_change_is_not_sealed_anew(in_poso: Any, person: Callable[..., Any]) -> None:
    sari = person("Sari", phone=NUMBER)
    before = column_of(sari)
    loaded = Person.objects.get(pk=sari.pk)
    loaded.name = "Sari Dewi"
    loaded.save()
    assert column_of(sari) == before
    loaded.phone = "+6281234560000"
    loaded.save(update_fields=["phone"])
    assert Person.objects.get(phone="+6281234560000").pk == sari.pk
    loaded.phone = ""
    loaded.save()
    assert not Person.objects.exclude(phone=None).filter(pk=sari.pk).exists()


def test_look_ups_go_through_the_blind_index(in_poso: Any, person: Callable[..., Any]) -> None:
    sari, otto = person("Sari", phone=NUMBER), person("Otto")
    assert Person.objects.get(phone=NUMBER).pk == sari.pk
    assert list(Person.objects.filter(phone__in=[NUMBER, "+6280000000000"])) == [sari]
    assert otto in Person.objects.filter(phone=None)
    assert not Person.objects.filter(phone="+6281234561235").exists()
    for lookup in ("phone__icontains", "phone__startswith", "phone__gt"):
        with pytest.raises(FieldError):
            Person.objects.filter(**{lookup: "812"})


def test_a_number_is_unique_without_being_read(in_poso: Any, person: Callable[..., Any]) -> None:
    person("Sari", phone=NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        person("Otto", phone=NUMBER)
    assert Person.objects.filter(phone=NUMBER).count() == 1


def test_plain_text_never_reaches_the_column(in_poso: Any, person: Callable[..., Any]) -> None:
    sari = person("Sari", phone=NUMBER)
    before = column_of(sari)
    with pytest.raises(NeedsItsRow), transaction.atomic():
        Person.objects.filter(pk=sari.pk).update(phone="+6281234560000")
    sari.phone = "+6281234560000"
    with pytest.raises(NeedsItsRow), transaction.atomic():
        Person.objects.bulk_update([sari], ["phone"])
    assert column_of(sari) == before


def test_moved_to_another_row_it_does_not_open(in_poso: Any, person: Callable[..., Any]) -> None:
    sari, otto = person("Sari", phone=NUMBER), person("Otto")
    moved = put(otto, column_of(sari))
    with pytest.raises(SealBroken):
        _ = moved.phone


def test_moved_to_another_column_it_does_not_open(in_poso: Any) -> None:
    sealed = seal(NUMBER, purpose="accounts_person.phone", key="k")
    with pytest.raises(SealBroken):
        open_sealed(sealed, purpose="accounts_person.name", key="k")


def test_moved_to_another_pemda_it_does_not_open(fresh: str, poso: Any, karawang: Any) -> None:
    facts = {"purpose": "accounts_person.phone", "key": "k"}
    with inside(poso):
        sealed = seal(NUMBER, is_found=NUMBER, **facts)
        assert open_sealed(sealed, **facts) == NUMBER
    with inside(karawang):
        with pytest.raises(SealBroken):
            open_sealed(sealed, **facts)
        assert seal(NUMBER, is_found=NUMBER, **facts)[:25] != sealed[:25]


def test_a_changed_value_does_not_open(in_poso: Any, person: Callable[..., Any]) -> None:
    sari = person("Sari", phone=NUMBER)
    sealed = column_of(sari)
    for changed in (sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB"), "s1." + "x" * 22 + sealed[25:], NUMBER):
        with pytest.raises(SealBroken):
            _ = put(sari, changed).phone
