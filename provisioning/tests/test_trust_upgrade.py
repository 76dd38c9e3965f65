"""A Pemda from before triggers and sealed fields gets both by the core's upgrade, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provisioning import drift, schema, trails
from provisioning.engine import drive
from provisioning.models import Release, Run
from provisioning.releases import CORE_SLUG, watching
from provisioning.releases.shelf import current_release
from provisioning.services import request_upgrade
from tenants.accounts.models import Person
from tenants.audit.models import RowChange
from tenants.context import inside
from tenants.models import Pemda
from tenants.router import OWNER
from tenants.vault import keys

NUMBER = "+6281234561234"
NEW = {"audit_rowchange", "audit_link", "audit_head", "audit_secret", "vault_datakey"}
BACK = f"""
DROP FUNCTION audit_note_change() CASCADE;
DROP TABLE {", ".join(sorted(NEW))};
DROP INDEX accounts_person_phone_once;
UPDATE accounts_person SET phone = '{NUMBER}' WHERE phone IS NOT NULL;
ALTER TABLE accounts_person ALTER phone TYPE varchar(16),
    ADD CONSTRAINT accounts_person_phone_key UNIQUE (phone);
DELETE FROM django_migrations WHERE (app, name) IN
    (('audit', '0002_row_changes'), ('audit', '0003_note_change'), ('accounts', '0002_sealed_phone'))
    OR app = 'vault'
"""


def make_old(code: str) -> None:
    """Take the Pemda's core back to before; its modules lose their triggers with the function."""
    release = current_release(CORE_SLUG, using=OWNER)
    tables = watching.unwatched(release.catalog)["tables"]
    older = {"tables": {name: parts for name, parts in tables.items() if name not in NEW}, "functions": {}}
    Release(slug=CORE_SLUG, version="0.1.0", fingerprint="0" * 64, catalog=older, seeds=release.seeds).save(using=OWNER)
    Pemda.objects.using(OWNER).filter(pk=code).update(core_version="0.1.0")
    with schema.owner_transaction("pemda_7202") as cursor:
        cursor.execute(BACK)


def test_an_older_pemda_gets_triggers_keys_and_sealed_numbers(
    fresh: str, poso: Any, person: Callable[..., Any]
) -> None:
    with inside(poso):
        sari = person("Sari", phone=NUMBER)
    make_old(poso.code)
    keys._rings.clear()
    # Nobody calls it drift that an older core has no triggers.
    assert not any(each["kind"] == "trigger" for row in drift.inspect_pemda(poso.code) for each in row.differences)

    run = request_upgrade(pemda_code=poso.code, slug=CORE_SLUG, requested_by="tests")
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error

    assert drift.inspect_pemda(poso.code) == []
    assert trails.verify_trail(poso.code) == []
    with inside(poso):
        assert Person.objects.get(phone=NUMBER).pk == sari.pk
        assert Person.objects.get(pk=sari.pk).phone == NUMBER
        before = RowChange.objects.count()
        Person.objects.filter(pk=sari.pk).update(language="en")
        assert RowChange.objects.count() == before + 1
    with schema.owner_transaction(poso.schema_name) as cursor:
        cursor.execute("SELECT phone FROM accounts_person WHERE id = %s", [sari.pk])
        assert cursor.fetchone()[0].startswith("s1.")
