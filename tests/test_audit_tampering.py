"""Eight attempts to rewrite history: none goes unnoticed as superuser, and no role of the app may even try."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError

from provisioning import trails
from tenants.audit.services import record
from tenants.context import inside

SCHEMA = "pemda_7202"
ROWS = f"{SCHEMA}.audit_rowchange"
ATTEMPTS = {
    "changed row": (
        f"UPDATE {ROWS} SET actor_name = 'Orang lain' WHERE id = (SELECT min(id) + 2 FROM {ROWS})",
        {"changed"},
    ),
    "deleted row": (f"DELETE FROM {ROWS} WHERE id = (SELECT min(id) + 2 FROM {ROWS})", {"deleted"}),
    "inserted row": (
        f"INSERT INTO {ROWS} (at, transaction, table_name, operation, row_key, actor_name, actor_kind, request_id,"
        f" after, login, mark) SELECT at, transaction, table_name, 'U', row_key, actor_name, actor_kind, request_id,"
        f" after, login, mark FROM {ROWS} ORDER BY id LIMIT 1",
        {"inserted"},
    ),
    "swapped rows": (
        f"UPDATE {ROWS} r SET after = o.after, at = o.at, row_key = o.row_key FROM {ROWS} o"
        f" WHERE (r.id, o.id) IN (SELECT min(id) + x, min(id) + 1 - x FROM {ROWS}, (VALUES (0), (1)) v(x) GROUP BY x)",
        {"changed"},
    ),
    "truncated tail": (
        f"WITH l AS (DELETE FROM {SCHEMA}.audit_link WHERE number > (SELECT max(number) - 3 FROM {SCHEMA}.audit_link)"
        f" RETURNING source, record_id) DELETE FROM {ROWS} WHERE id IN (SELECT record_id FROM l WHERE source = 'r')",
        {"tail_missing"},
    ),
    "changed head": (
        "UPDATE public.audit_head SET number = number - 3, hash = (SELECT hash FROM"
        f" {SCHEMA}.audit_link WHERE number = audit_head.number - 3) WHERE schema_name = '{SCHEMA}'",
        {"head_changed"},
    ),
    "disabled trigger": (f"ALTER TABLE {SCHEMA}.accounts_person DISABLE TRIGGER adopsi_audit", {"trigger_disabled"}),
    "dropped trigger": (f"DROP TRIGGER adopsi_audit ON {SCHEMA}.accounts_person", {"trigger_missing"}),
}


def as_superuser(statement: str) -> None:
    """Run it in this test's own database, past every right."""
    name = connections["owner"].settings_dict["NAME"]
    with psycopg2.connect(os.environ["SUPERUSER_DATABASE_URL"], dbname=name) as made, made.cursor() as cursor:
        cursor.execute(statement)
    made.close()


@pytest.fixture
def sealed(fresh: str, poso: Any, person: Callable[..., Any]) -> Any:
    """Poso with a chained history."""
    with inside(poso):
        actor = person("Rina", kind="admin_ti")
        record(act="people.exported", subject="accounts.person", actor=actor)
    trails.seal_trail(poso.code)
    assert trails.verify_trail(poso.code) == []
    return poso


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_attempt_goes_unnoticed(sealed: Any, attempt: str) -> None:
    statement, kinds = ATTEMPTS[attempt]
    as_superuser(statement)
    found = trails.verify_trail(sealed.code)
    assert kinds <= {each.kind for each in found}, found
    if attempt in {"truncated tail", "changed head"}:
        with pytest.raises(trails.ChainBroken):
            trails.seal_trail(sealed.code)
    else:
        # Nor is it laundered by the next sealing.
        trails.seal_trail(sealed.code)
        assert kinds <= {each.kind for each in trails.verify_trail(sealed.code)}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_role_of_the_app_may_try(sealed: Any, attempt: str) -> None:
    with inside(sealed), pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(ATTEMPTS[attempt][0])
    with pytest.raises(ProgrammingError), connections["public"].cursor() as cursor:
        cursor.execute(ATTEMPTS[attempt][0])
    assert trails.verify_trail(sealed.code) == []


def test_a_function_that_writes_nothing_is_found(sealed: Any) -> None:
    as_superuser(
        f"CREATE OR REPLACE FUNCTION {SCHEMA}.audit_note_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NULL; END $$"
    )
    assert "function_changed" in {each.kind for each in trails.verify_trail(sealed.code)}


def test_acts_are_chained_too(sealed: Any) -> None:
    as_superuser(f"UPDATE {SCHEMA}.audit_entry SET actor_name = 'Orang lain' WHERE act = 'people.exported'")
    assert [each.kind for each in trails.verify_trail(sealed.code)] == ["changed"]


def test_old_changes_go_and_the_chain_still_holds(sealed: Any, settings: Any) -> None:
    settings.ADOPSI_AUDIT_DAYS = 0
    assert trails.prune_trails() > 0
    assert trails.verify_trail(sealed.code) == []
    as_superuser(f"UPDATE {SCHEMA}.audit_entry SET actor_name = 'Orang lain' WHERE act = 'people.exported'")
    assert [each.kind for each in trails.verify_trail(sealed.code)] == ["changed"]
