"""Keys are wrapped anew and rows sealed anew while people work; what is broken off goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from provisioning import schema, vaults
from tenants.accounts.models import Person
from tenants.context import inside
from tenants.vault import keys, rotation
from tenants.vault.errors import KeysMissing

NUMBER = "+62812000000{:02d}"


@pytest.fixture
def people(fresh: str, poso: Any, person: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Poso with a dozen numbers."""
    monkeypatch.setattr(vaults, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(keys, "FRESH_SECONDS", 0.0)
    with inside(poso):
        for number in range(12):
            person(f"Warga{number}", phone=NUMBER.format(number))
    return poso


def raw_numbers() -> list[str]:
    """What stands in Poso's column."""
    with schema.owner_transaction("pemda_7202") as cursor:
        cursor.execute("SELECT phone FROM accounts_person WHERE phone LIKE 's1.%' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_a_new_master_key_opens_nothing_until_keys_are_wrapped_anew(people: Any, settings: Any) -> None:
    old = settings.ADOPSI_VAULT_KEY
    settings.ADOPSI_VAULT_KEY = "kunci induk yang baru"
    keys._rings.clear()
    with inside(people), pytest.raises(KeysMissing):
        _ = Person.objects.get(phone=NUMBER.format(3)).phone
    settings.ADOPSI_VAULT_KEY_BEFORE, settings.ADOPSI_VAULT_KEY_VERSION = old, 1
    assert vaults.rewrap_keys(people.code) == 3
    assert vaults.rewrap_keys(people.code) == 0
    settings.ADOPSI_VAULT_KEY_BEFORE = ""
    keys._rings.clear()
    with inside(people):
        assert Person.objects.get(phone=NUMBER.format(3)).phone == NUMBER.format(3)


def test_rows_are_sealed_anew_and_go_on_after_a_break(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 5)
    before = raw_numbers()
    new = vaults.add_sealing_key(people.code)
    assert vaults.count_older(people.code) == 12
    batches = vaults.reseal(people.code)
    assert next(batches) == 5
    # Broken off here; meanwhile somebody changes a number.
    batches.close()
    with inside(people):
        busy = Person.objects.get(phone=NUMBER.format(11))
        busy.phone = NUMBER.format(99)
        busy.save()
    assert sum(vaults.reseal(people.code)) == 6
    assert vaults.count_older(people.code) == 0
    after = raw_numbers()
    assert all(f".{new}." in text for text in after)
    assert not set(before) & set(after)
    # The index stays, so look-ups never miss.
    assert [text[:25] for text in before[:11]] == [text[:25] for text in after[:11]]
    with inside(people):
        assert Person.objects.get(phone=NUMBER.format(99)).phone == NUMBER.format(99)
        assert Person.objects.get(phone=NUMBER.format(0)).phone == NUMBER.format(0)


def test_second_factors_and_the_providers_secret_are_sealed_anew_too(people: Any) -> None:
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    from tenants.identity.models import IdentityProvider
    from tenants.identity.providers import KEY, PURPOSE
    from tenants.vault.sealing import open_sealed, seal

    with inside(people):
        owner = Person.objects.get(phone=NUMBER.format(3))
        TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
        IdentityProvider.objects.create(
            issuer="https://sso.contoh.example", client_id="a", secret_sealed=seal("rahasia", purpose=PURPOSE, key=KEY)
        )
    new = vaults.add_sealing_key(people.code)
    assert vaults.count_older(people.code) == 14
    sum(vaults.reseal(people.code))
    assert vaults.count_older(people.code) == 0
    with inside(people):
        data = Authenticator.objects.get(user=owner).data
        assert f".{new}." in data["secret"]
        assert get_adapter().decrypt(data["secret"]) == "JBSWY3DPEHPK3PXP"
        provider = IdentityProvider.objects.get()
        assert f".{new}." in provider.secret_sealed
        assert open_sealed(provider.secret_sealed, purpose=PURPOSE, key=KEY) == "rahasia"


def test_a_copy_of_the_schema_opens_only_when_its_keys_are_adopted(people: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE SCHEMA pemda_3201; CREATE TABLE pemda_3201.vault_datakey AS TABLE pemda_7202.vault_datakey"
        )
    with schema.owner_transaction("pemda_3201") as cursor:
        with pytest.raises(KeysMissing):
            keys.read_keyring(cursor)
        assert keys.rewrap(cursor, from_schema="pemda_7202") == 3
        assert keys.read_keyring(cursor).current.origin == "pemda_7202"


def test_no_login_of_the_app_writes_keys(people: Any) -> None:
    for statement in (
        "DELETE FROM vault_datakey",
        "UPDATE vault_datakey SET id = id",
        "INSERT INTO vault_datakey SELECT",
    ):
        with inside(people), pytest.raises(ProgrammingError), connections["default"].cursor() as cursor:
            cursor.execute(statement)
        with pytest.raises(ProgrammingError), connections["public"].cursor() as cursor:
            cursor.execute(statement)
