"""What the triggers write down: everything, with who, and nothing that must not be read there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from provisioning import drift, schema
from provisioning.releases.watching import TRIGGER, UNWATCHED, is_watched
from tenants.accounts.models import ApiToken, Person
from tenants.accounts.tokens import issue_token
from tenants.audit.acting import Actor, acting
from tenants.audit.models import Entry, RowChange
from tenants.context import inside
from tenants.organisation.models import Opd


def changes_of(person: Person) -> list[RowChange]:
    """Of the person's own row, oldest first."""
    return list(RowChange.objects.filter(table_name="accounts_person", row_key=str(person.pk)).order_by("id"))


def test_insert_update_and_delete_are_written_down(in_poso: Any, sari: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET language = 'en' WHERE id = %s", [sari.pk])
    Person.objects.filter(pk=sari.pk).update(language="en")
    Person.objects.filter(pk=sari.pk)._raw_delete("default")
    made, changed, gone = changes_of(sari)
    assert (made.operation, made.before, made.after["kind"], made.after["name"]) == ("I", None, "warga", "•")
    # The update that changed nothing is no change.
    assert (changed.operation, changed.before, changed.after) == ("U", {"language": ""}, {"language": "en"})
    assert (gone.operation, gone.before["language"], gone.after) == ("D", "en", None)
    assert {each.login for each in (made, changed, gone)} == {"pemda_7202"}
    assert {each.person_id for each in (made, changed, gone)} == {sari.pk}


def test_bulk_work_is_written_down_row_by_row(in_poso: Any) -> None:
    before = RowChange.objects.count()
    Opd.objects.bulk_create([Opd(code=f"uji-{n}", name=f"Uji {n}", short_name=f"U{n}") for n in range(20)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_opd SET is_active = false WHERE code LIKE 'uji-%'")
    assert RowChange.objects.count() == before + 40


def test_who_acted_stands_with_the_change(
    in_poso: Any, sari: Person, rina: Person, client_of: Callable[..., Any]
) -> None:
    with acting(lambda: Actor(name="Rina", kind="admin_ti", id=rina.pk)):
        sari.language = "en"
        sari.save()
    change = changes_of(sari)[-1]
    assert (change.actor_id, change.actor_name, change.actor_kind) == (rina.pk, "Rina", "admin_ti")
    with acting(lambda: Actor(name="O'Neil 100%", kind="admin_ti", id=rina.pk)):
        Person.objects.filter(pk=sari.pk).update(language="id")
    assert changes_of(sari)[-1].actor_name == "O'Neil 100%"
    with transaction.atomic():
        Person.objects.filter(pk=sari.pk).update(language="")
    assert (changes_of(sari)[-1].actor_name, changes_of(sari)[-1].actor_kind) == ("Sistem", "sistem")


def test_who_acted_survives_a_savepoint_that_was_rolled_back(in_poso: Any, sari: Person) -> None:
    with acting(lambda: Actor(name="Rina", kind="admin_ti", id=7)):
        try:
            with transaction.atomic():
                Person.objects.filter(pk=sari.pk).update(language="en")
                raise InterruptedError
        except InterruptedError:
            pass
        Person.objects.filter(pk=sari.pk).update(language="id")
    assert changes_of(sari)[-1].actor_id == 7


def test_a_request_names_its_person_and_number(
    fresh: str, poso: Any, person: Callable[..., Any], client_of: Any
) -> None:
    with inside(poso):
        rina = person("Rina", kind="admin_ti")
    client = client_of(poso, rina)
    assert client.post("/akun/", {"name": "Rina Baru", "language": "en"}).status_code == 302
    with inside(poso):
        change = changes_of(rina)[-1]
        assert change.after == {"name": "•", "language": "en"}
        assert (change.actor_id, change.actor_kind) == (rina.pk, "admin_ti")
        assert len(change.request_id) == 32
        assert Entry.objects.filter(request_id=change.request_id).exists() or change.request_id


def test_reading_says_nothing_and_writing_adds_no_message(in_poso: Any, sari: Person) -> None:
    with CaptureQueriesContext(connection) as reading:
        list(Person.objects.all())
        Opd.objects.count()
    assert len(reading) == 2
    assert not any("adopsi.who" in query["sql"] for query in reading)
    with acting(lambda: Actor(name="Rina", kind="admin_ti", id=1)), CaptureQueriesContext(connection) as writing:
        for language in ("en", "id", "en"):
            Person.objects.filter(pk=sari.pk).update(language=language)
    assert len(writing) == 3
    assert sum("adopsi.who" in query["sql"] for query in writing) == 1


def test_secrets_and_personal_data_are_dots(in_poso: Any, sari: Person) -> None:
    _token, key = issue_token(person=sari, name="Uji", scopes=[], days=None)
    sari.phone = "+6281234561234"
    sari.set_password("rahasia-sekali-betul")
    sari.save()
    change = changes_of(sari)[-1]
    assert change.after == {"phone": "•", "password": "•"}
    token = RowChange.objects.filter(table_name=ApiToken._meta.db_table).first()
    assert token is not None
    assert token.after["digest"] == "•"
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(r::text, ''), '') FROM audit_rowchange r")
        text = cursor.fetchone()[0]
    assert key not in text
    assert "81234561234" not in text
    assert "s1." not in text
    assert sari.email not in text


def test_every_table_of_a_pemda_is_watched(fresh: str, poso: Any) -> None:
    with schema.owner_transaction(poso.schema_name) as cursor:
        cursor.execute(
            "SELECT relname, EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = %s"
            " AND g.tgenabled = 'O') FROM pg_class c WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
            [TRIGGER, poso.schema_name],
        )
        watched = dict(cursor.fetchall())
    assert {table for table, has in watched.items() if not has} == set(UNWATCHED) & set(watched)
    assert all(is_watched(table) == has for table, has in watched.items())
    assert drift.inspect_pemda(poso.code) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("ALTER TABLE accounts_person DISABLE TRIGGER adopsi_audit", "trigger"),
        ("DROP TRIGGER adopsi_audit ON accounts_person", "trigger"),
        ("DROP FUNCTION audit_note_change() CASCADE", "function"),
    ],
)
def test_drift_finds_and_mends_what_happened_to_a_trigger(fresh: str, poso: Any, statement: str, kind: str) -> None:
    with schema.owner_transaction(poso.schema_name) as cursor:
        cursor.execute(statement)
    found = {each.slug: each.differences for each in drift.inspect_pemda(poso.code)}
    assert kind in {each["kind"] for each in found["inti"]}
    with schema.owner_transaction(poso.schema_name) as cursor:
        # The function is the core's, and the triggers of modules need it.
        for differences in [found.pop("inti"), *found.values()]:
            drift.mend(cursor, poso.code, drift.plan_repair(differences, code=poso.code))
    assert drift.inspect_pemda(poso.code) == []
